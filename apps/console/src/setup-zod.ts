import { config } from 'zod';

// Imported before every schema: the content security policy forbids the compiled parsers that zod would probe for.
config({ jitless: true });
