// The page begins here.

import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { start } from './start.ts';
import { useView } from './stores/view.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/stage.css';
import './styles/layers.css';
import './styles/rail.css';
import './styles/top.css';
import './styles/pages.css';
import './styles/transport.css';

const BrokenLink = lazy(async () => {
  const { BrokenLink: part } = await import('./pages/BrokenLink.tsx');
  return { default: part };
});

function Page() {
  const fault = useView((state) => state.fault);
  if (!fault) return <App />;
  return (
    <Suspense>
      <BrokenLink fault={fault} />
    </Suspense>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
void start();
