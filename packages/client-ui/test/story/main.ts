/**
 * Shows the dialog by itself: `index.html?locale=ar&theme=dark&audience=child&view=reports&contacts=1&names=1`, or what young
 * people see: `index.html?young=picture` (`settings`, `family`, `notice`).
 */
import { posingNames } from '../support/posing-names.ts';
import { openStory, type StoryOptions } from '../support/story.tsx';
import { link, openYoungStory } from '../support/young-story.tsx';

const query = new URLSearchParams(location.search);
const options: StoryOptions = {
  locale: query.get('locale') ?? 'en',
  audience: query.get('audience') === 'child' ? 'child' : 'adult',
  theme: query.get('theme') === 'dark' ? 'dark' : 'light',
  view: query.get('view') === 'reports' ? 'reports' : 'dialog',
  contacts: query.has('contacts'),
  ...(query.has('names') && { before: posingNames }),
};
document.documentElement.lang = options.locale ?? 'en';
const young = (['picture', 'settings', 'family', 'notice'] as const).find((view) => view === query.get('young'));
const { locale = 'en', theme = 'light' } = options;
const story = young
  ? await openYoungStory({ locale, theme, view: young, links: [link()], settings: { country: 'GB' } })
  : await openStory(options);
Object.assign(globalThis, { story });
