/** What the picture pack says about itself. Figures of accuracy are its authors'; ours are agreement and false alarms. */
import type { PackLicence } from '../../packages/classifiers/src/index.ts';
import type { Measured } from './measure.ts';

export interface Measurements {
  /** Landscapes, animals, things, paintings, test pictures of image libraries; few people. */
  readonly things: Measured;
  /** Portraits and groups of dressed people. */
  readonly people: Measured;
}

export const threshold = 0.95;

/** Of this pack; all of its fields are texts or lists of texts. */
export interface PictureCard {
  readonly purpose: string;
  readonly notFor: readonly string[];
  readonly scores: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly made: Readonly<Record<string, string>>;
  readonly accuracy: Readonly<Record<string, string>>;
  readonly measured: Readonly<Record<string, string>>;
  readonly misses: readonly string[];
  readonly mayWrong: readonly string[];
  readonly drill: string;
  /** As the licence of the weights demands it. */
  readonly licence: string;
}

export function makeCard({ things, people }: Measurements): PictureCard {
  const alarms = ({ falseAlarms, pictures, falseAlarmsInQuarters, quarters }: Measured) =>
    `${falseAlarms} of ${pictures}; ${falseAlarmsInQuarters} of ${quarters} quarters cut from them`;
  const looked = things.pictures + things.quarters + people.pictures + people.quarters;
  return {
    purpose:
      'Says whether a picture may be sexual or pornographic, so that it can be covered until the person who received it, or is about to send ' +
      'it, chooses. Runs on the device; nobody else learns of it.',
    notFor: [
      'Deciding anything about a person, or anything by itself',
      'Finding pictures of the sexual abuse of children: it was not made for that and has never been tried on it; lists and people do that',
      'Violence, self-harm, weapons: it knows nothing of them',
      'Telling whether a picture is real, or whether somebody agreed to it',
    ],
    scores:
      'The sum of the probabilities of three classes: hentai (pornographic drawings), porn (pornographic pictures, sexual acts) and sexy ' +
      `(sexually explicit, not pornographic). The other two are drawing and neutral. It is not calibrated. Covered from ${threshold} on.`,
    classes: {
      drawing: 'harmless drawings, also anime',
      hentai: 'pornographic drawings',
      neutral: 'harmless pictures',
      porn: 'pornographic pictures, sexual acts',
      sexy: 'sexually explicit pictures, not pornography',
    },
    made: {
      weights:
        'MobileNetV2 in the npm package nsfwjs 4.4.0, read by training/pictures/read-nsfwjs.ts, which demands their SHA-256',
      conversion:
        'The bytes of the weights as they are published; batch normalisation folded into a scale and a bias of each channel. Nothing was trained',
      input:
        '224 x 224 pixels, between the four nearest pixels with corners on corners, whatever the shape of the picture',
    },
    accuracy: {
      claimedByItsAuthors: 'about 90 %',
      source:
        'README of nsfwjs 4.4.0: "pretty accurate (~90% with small and ~93% with midsized model)"; this is the small one',
      claimedHere:
        'none: no picture of the kind that it looks for was used, looked at or kept to make or to test this pack',
    },
    measured: {
      harmlessThings: `Covered wrongly: ${alarms(things)} (landscapes, animals, things, paintings, test pictures of image libraries)`,
      dressedPeople: `Covered wrongly: ${alarms(people)} (portraits and groups of dressed people, of one television series for the most part)`,
      howMuchThatSays:
        'The threshold was chosen on these very pictures, so the figures flatter; whole pictures are few, so the true rates may be a few in a hundred; quarters show what close-ups do. Nothing is known of the rates by ' +
        'skin colour, sex or age',
      agreement:
        `The same class first as nsfwjs with tfjs-backend-wasm for ${things.sameClass + people.sameClass} of ${looked}; a probability differs by ` +
        `${Math.max(things.largestDifference, people.largestDifference)} at most`,
    },
    misses: [
      'How many it misses is not known here',
      'Likely: what is unlike its training pictures, or small in the frame, or long and narrow (it sees every picture as a square of 224 pixels)',
      'Pictures that somebody altered so that it errs: that this can be done to networks of this kind is known since Szegedy et al., 2014',
    ],
    mayWrong: [
      `Faces and skin close up: ${people.falseAlarmsInQuarters} of ${people.quarters} quarters of portraits were covered`,
      'Swimwear, breastfeeding, medical pictures, art: the scripts that collected its training pictures (nsfw_data_scraper, thanked by its authors) ' +
        'count "nude photos, playboy, bikini" as sexy',
      'People whose skin, body or clothing was rarer in those pictures, which came from forums by way of scripts whose author calls the data ' +
        'noisy and, in one version, unfit for production; who is in them is not known, and there are no figures by group',
      'Women more than men: classifiers like it, of large companies, were found to rate pictures of women as more "racy" than like pictures of ' +
        'men, and medical pictures as explicit (Mauro and Schellmann, The Guardian, 8 February 2023)',
    ],
    drill:
      'Five harmless pictures with DRILL across them are answered without asking the model, and marked as a drill: for rehearsals alone',
    licence: mit,
  };
}

const mit =
  'MIT License. Copyright (c) 2019 Infinite Red, Inc. Copyright (c) 2020 The nsfw_model Developers. ' +
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the ' +
  '"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, ' +
  'distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the ' +
  'following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the ' +
  'Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES ' +
  'OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ' +
  'ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE ' +
  'SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.';

export const licences: readonly PackLicence[] = [
  {
    part: 'weights',
    licence: 'MIT',
    attribution:
      'Copyright (c) 2019 Infinite Red, Inc. (nsfwjs 4.4.0); copyright (c) 2020 The nsfw_model Developers (Gant Laborde and others, github.com/GantMan/nsfw_model)',
  },
  {
    part: 'architecture',
    licence: 'none needed',
    attribution: 'MobileNetV2: Sandler, Howard, Zhu, Zhmoginov and Chen, CVPR 2018',
  },
];
