import messages from './es.json' with { type: 'json' };

export const catalogue: typeof messages = messages;
