/** Imported before the browser harness: the page is built with the shipped classifier and a pack of drill words. */
import { trustedKeys } from '../../../packages/classifiers/test/support/small-pack.ts';
import { textPack } from '../../../packages/classifiers/test/support/text-pack.ts';
import { builtPage } from './built-page.ts';
import { drillPage } from './drill-page.ts';

builtPage.config = drillPage(trustedKeys[0] ?? '');
builtPage.files['drill.whpack'] = textPack();
