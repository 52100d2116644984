import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { CaseId, CaseState } from '@wellhouse/protocol';
import { z } from 'zod';
import { AuditScreen } from './screens/audit/AuditScreen.tsx';
import { CaseScreen } from './screens/case/CaseScreen.tsx';
import { DeliveriesScreen } from './screens/deliveries/DeliveriesScreen.tsx';
import { HeldScreen } from './screens/held/HeldScreen.tsx';
import { FirstLoginScreen } from './screens/login/FirstLoginScreen.tsx';
import { LoginScreen } from './screens/login/LoginScreen.tsx';
import { NotFoundScreen } from './screens/NotFoundScreen.tsx';
import { QueueScreen } from './screens/queue/QueueScreen.tsx';
import { StartScreen } from './screens/StartScreen.tsx';
import { TeamScreen } from './screens/team/TeamScreen.tsx';
import { Guard } from './shell/Shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundScreen });
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginScreen,
  validateSearch: z.object({ next: z.string().optional().catch(undefined) }),
});
const firstLogin = createRoute({ getParentRoute: () => root, path: '/first-login', component: FirstLoginScreen });
const house = createRoute({ getParentRoute: () => root, id: 'house', component: Guard });
const start = createRoute({ getParentRoute: () => house, path: '/', component: StartScreen });
const queue = createRoute({
  getParentRoute: () => house,
  path: '/queue',
  component: QueueScreen,
  validateSearch: z.object({
    state: CaseState.optional().catch(undefined),
    search: z.string().max(255).optional().catch(undefined),
  }),
});
const oneCase = createRoute({
  getParentRoute: () => house,
  path: '/cases/$caseId',
  component: CaseScreen,
  params: { parse: ({ caseId }) => ({ caseId: CaseId.parse(caseId) }) },
  errorComponent: NotFoundScreen,
});
const held = createRoute({ getParentRoute: () => house, path: '/held', component: HeldScreen });
const team = createRoute({ getParentRoute: () => house, path: '/team', component: TeamScreen });
const audit = createRoute({
  getParentRoute: () => house,
  path: '/audit',
  component: AuditScreen,
  validateSearch: z.object({ object: z.string().max(200).optional().catch(undefined) }),
});
const deliveries = createRoute({ getParentRoute: () => house, path: '/deliveries', component: DeliveriesScreen });

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    firstLogin,
    house.addChildren([start, queue, oneCase, held, team, audit, deliveries]),
  ]),
  scrollRestoration: false,
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
