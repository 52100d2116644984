import type en from './catalogues/en.json';

/** Every sentence of this package. A sentence for children stands beside it as `<id>.child`. */
export type MessageId = keyof typeof en;
export type Catalogue = Readonly<Record<MessageId, string>>;
