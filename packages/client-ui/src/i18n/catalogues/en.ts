import messages from './en.json' with { type: 'json' };

export const catalogue: typeof messages = messages;
