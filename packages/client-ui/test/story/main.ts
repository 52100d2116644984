/** Shows the dialog by itself: `index.html?locale=ar&theme=dark&audience=child&view=reports&contacts=1&names=1`. */
import { posingNames } from '../support/posing-names.ts';
import { openStory, type StoryOptions } from '../support/story.tsx';

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
const story = await openStory(options);
Object.assign(globalThis, { story });
