import messages from './de.json' with { type: 'json' };

export const catalogue: typeof messages = messages;
