import messages from './ar.json' with { type: 'json' };

export const catalogue: typeof messages = messages;
