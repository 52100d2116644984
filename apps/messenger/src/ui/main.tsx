import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@wellhouse/client-ui/styles.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/conversation.css';
import './styles/dialogs.css';
import './styles/disappearing.css';
import './styles/albums.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('cannot find #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
