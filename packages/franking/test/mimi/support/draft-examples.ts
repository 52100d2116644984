/**
 * Messages of draft-ietf-mimi-content-08 (its `examples` folder, by the values that the draft prints), and the message ids that
 * it gives for their encodings.
 */
import type { MimiContent, NestedPart } from '../../../src/mimi/index.ts';
import { unhex } from '../../support/hex.ts';
import { utf8 } from './scene.ts';

export interface DraftExample {
  name: string;
  content: MimiContent;
  messageId: string;
}

const none = new Uint8Array();
const front = { disposition: 1, language: '' };
const original = '017ce54837404c3696e0c747b985cb172716d0ed0a3d249ca63ace7d82a096f4';

function example(name: string, messageId: string, salt: string, body: NestedPart, change: Partial<MimiContent> = {}) {
  const content: MimiContent = {
    salt: unhex(salt),
    ...{ replaces: null, topicId: none, expires: null, inReplyTo: null, otherExtensions: new Map() },
    senderUri: 'mimi://example.com/u/alice-smith',
    roomUri: 'mimi://example.com/r/engineering_team',
    body,
    ...change,
  };
  return { name, content, messageId };
}

function markdown(text: string): NestedPart {
  return { ...front, type: 'single', contentType: 'text/markdown;variant=GFM-MIMI', content: utf8(text) };
}

/** Greeting in two languages around a picture, which has part index `cid`. */
function greeting(cid: number, contentType: string, picture: string): NestedPart {
  const html = (language: string, title: string, alt: string): NestedPart => ({
    ...{ disposition: 1, language, type: 'single', contentType: 'text/html;charset=utf-8' },
    content: utf8(`<html><body><h1>${title}</h1>\n<img src="cid:${cid}@local.invalid" alt="${alt}"/>\n</body></html>`),
  });
  const parts = [html('en', 'Welcome!', 'Welcome image'), html('fr', 'Bienvenue!', 'Image bienvenue')];
  const image: NestedPart = { ...front, disposition: 4, type: 'single', contentType, content: unhex(picture) };
  const choice: NestedPart = { ...front, type: 'multi', semantics: 'chooseOne', parts };
  return { ...front, type: 'multi', semantics: 'processAll', parts: [choice, image] };
}

export const draftExamples: readonly DraftExample[] = [
  example(
    'original',
    original,
    '5eed9406c2545547ab6f09f20a18b003',
    markdown('Hi everyone, we just shipped release 2.0. __Good  work__!'),
  ),
  example(
    'delete',
    '011d9efc78d04d4dcf4d82b07d5199bbef37011c1f0c7e004b6111c6dda504b4',
    '0a590d73b2c7761c39168be5ebf7f2e6',
    { ...front, type: 'null' },
    {
      senderUri: 'mimi://example.com/u/bob-jones',
      replaces: unhex('015354973c2b65ca937bf1e035ae53a5ab80e947afa43d46920d4202e5cc0b27'),
      inReplyTo: unhex(original),
    },
  ),
  example(
    'expiring',
    '01e59db8173939facc2c8a4a0f0ae8d0c7a11a81239626630c9464a8d6717a03',
    '33be993eb39f418f9295afc2ae160d2d',
    markdown("__*VPN GOING DOWN*__ I'm rebooting the VPN in ten minutes unless anyone objects."),
    { expires: { relative: false, time: 1_644_390_004 } },
  ),
  example(
    'attachment',
    '0176180c7d19a925021fe446d241134d05c38e0d999cdc0f39c391d2377ed9d1',
    '18fac6371e4e53f1aeaf8a013155c166',
    {
      ...{ disposition: 6, language: 'en', type: 'external', contentType: 'video/mp4' },
      url: 'https://example.com/storage/8ksB4bSrrRE.mp4',
      ...{ expires: 0, size: 708_234_961n, encAlg: 1, key: unhex('21399320958a6f4c745dde670d95e0d8') },
      ...{ nonce: unhex('c86cf2c33f21527d1dd76f5b'), aad: none, hashAlg: 1 },
      contentHash: unhex('9ab17a8cf0890baaae7ee016c7312fcc080ba46498389458ee44f0276e783163'),
      ...{ description: '2 hours of key signing video', filename: 'bigfile.mp4' },
    },
    { senderUri: 'mimi://example.com/u/bob-jones' },
  ),
  example(
    'multipart-3, four levels of parts',
    '01cfebeadbdb83c1eefb6403ba4852daf8bbbf9cd53bf5035a74d5d741950c9f',
    'b8362793168d18c049b882d4642a2274',
    {
      ...{ ...front, type: 'multi', semantics: 'chooseOne' },
      parts: [
        greeting(5, 'image/gif', 'dc861ebaa718fd7c3ca159f71a2001a7'),
        greeting(10, 'image/png', 'fa444237451a05a72bb0f67037cc1669'),
      ],
    },
  ),
];
