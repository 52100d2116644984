import type { Preview } from '@wellhouse/client';
import { createContext } from 'react';

/** Files that the report on the screen leaves out for want of room. */
export const FilesWithoutRoom = createContext<Preview['filesWithoutRoom']>([]);
