import './setup-zod.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { Language } from './i18n/I18n.tsx';
import { usePreferences } from './preferences/use-preferences.ts';
import { router } from './router.tsx';
import './styles/index.css';

function App() {
  const { locale } = usePreferences();
  return (
    <Language locale={locale}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Language>
  );
}

const place = document.getElementById('root');
if (place === null) throw new Error('start the console: index.html has no element #root');
createRoot(place).render(<App />);
