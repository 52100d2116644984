/** Shows what a device notices by itself: `prompts.html?kind=spam&locale=ar&theme=dark&audience=child&view=settings&returned=1`. */
import { type AbuseKind, textKinds } from '@wellhouse/classifiers';
import { openPromptStory } from '../support/prompt-story.tsx';

const query = new URLSearchParams(location.search);
const kind: AbuseKind | undefined = textKinds.find((one) => one === query.get('kind'));
const story = await openPromptStory({
  locale: query.get('locale') ?? 'en',
  audience: query.get('audience') === 'child' ? 'child' : 'adult',
  theme: query.get('theme') === 'dark' ? 'dark' : 'light',
  kind: kind ?? 'threat',
  view: query.get('view') === 'settings' ? 'settings' : 'conversation',
  hasReturned: query.has('returned'),
});
Object.assign(globalThis, { story });
