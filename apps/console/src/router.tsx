import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { CaseId, CaseState, HearingId, ListId, MeasureId, QualityReviewId } from '@wellhouse/protocol';
import { z } from 'zod';
import { FaultyScreen } from './screens/FaultyScreen.tsx';
import { NotFoundScreen } from './screens/NotFoundScreen.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundScreen });
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./screens/login/LoginScreen.tsx'), 'LoginScreen'),
  validateSearch: z.object({
    next: z.string().optional().catch(undefined),
    /** Why single sign-on sent the person back. */
    problem: z
      .enum(['sso-refused', 'sso-unavailable', 'challenge-expired', 'login-failed'])
      .optional()
      .catch(undefined),
  }),
});
const firstLogin = createRoute({
  getParentRoute: () => root,
  path: '/first-login',
  component: lazyRouteComponent(() => import('./screens/login/FirstLoginScreen.tsx'), 'FirstLoginScreen'),
});
const house = createRoute({
  getParentRoute: () => root,
  id: 'house',
  component: lazyRouteComponent(() => import('./shell/Shell.tsx'), 'Guard'),
});
const start = createRoute({
  getParentRoute: () => house,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/StartScreen.tsx'), 'StartScreen'),
});
const queue = createRoute({
  getParentRoute: () => house,
  path: '/queue',
  component: lazyRouteComponent(() => import('./screens/queue/QueueScreen.tsx'), 'QueueScreen'),
  validateSearch: z.object({
    state: CaseState.optional().catch(undefined),
    queue: z.string().max(40).optional().catch(undefined),
    search: z.string().max(255).optional().catch(undefined),
  }),
});
const queues = createRoute({
  getParentRoute: () => house,
  path: '/queues',
  component: lazyRouteComponent(() => import('./screens/queues/QueuesScreen.tsx'), 'QueuesScreen'),
});
const oneCase = createRoute({
  getParentRoute: () => house,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('./screens/case/CaseScreen.tsx'), 'CaseScreen'),
  params: { parse: ({ caseId }) => ({ caseId: CaseId.parse(caseId) }) },
});
const policies = createRoute({
  getParentRoute: () => house,
  path: '/policies',
  component: lazyRouteComponent(() => import('./screens/policies/PoliciesScreen.tsx'), 'PoliciesScreen'),
});
const macros = createRoute({
  getParentRoute: () => house,
  path: '/macros',
  component: lazyRouteComponent(() => import('./screens/macros/MacrosScreen.tsx'), 'MacrosScreen'),
});
const held = createRoute({
  getParentRoute: () => house,
  path: '/held',
  component: lazyRouteComponent(() => import('./screens/held/HeldScreen.tsx'), 'HeldScreen'),
});
const appeals = createRoute({
  getParentRoute: () => house,
  path: '/appeals',
  component: lazyRouteComponent(() => import('./screens/appeals/AppealsScreen.tsx'), 'AppealsScreen'),
});
const oneHearing = createRoute({
  getParentRoute: () => house,
  path: '/appeals/$hearingId',
  component: lazyRouteComponent(() => import('./screens/appeals/HearingScreen.tsx'), 'HearingScreen'),
  params: { parse: ({ hearingId }) => ({ hearingId: HearingId.parse(hearingId) }) },
});
const oneMeasureHearing = createRoute({
  getParentRoute: () => house,
  path: '/appeals/measures/$measureId',
  component: lazyRouteComponent(() => import('./screens/appeals/MeasureHearingScreen.tsx'), 'MeasureHearingScreen'),
  params: { parse: ({ measureId }) => ({ measureId: MeasureId.parse(measureId) }) },
});
const misuse = createRoute({
  getParentRoute: () => house,
  path: '/misuse',
  component: lazyRouteComponent(() => import('./screens/misuse/MisuseScreen.tsx'), 'MisuseScreen'),
});
const quality = createRoute({
  getParentRoute: () => house,
  path: '/quality',
  component: lazyRouteComponent(() => import('./screens/quality/QualityScreen.tsx'), 'QualityScreen'),
});
const calibration = createRoute({
  getParentRoute: () => house,
  path: '/calibration',
  component: lazyRouteComponent(() => import('./screens/quality/CalibrationScreen.tsx'), 'CalibrationScreen'),
  validateSearch: z.object({ show: z.enum(['talk', 'golden', 'draw']).optional().catch(undefined) }),
});
const oneReview = createRoute({
  getParentRoute: () => house,
  path: '/quality/$reviewId',
  component: lazyRouteComponent(() => import('./screens/quality/ReviewScreen.tsx'), 'ReviewScreen'),
  params: { parse: ({ reviewId }) => ({ reviewId: QualityReviewId.parse(reviewId) }) },
});
const lists = createRoute({
  getParentRoute: () => house,
  path: '/lists',
  component: lazyRouteComponent(() => import('./screens/lists/ListsScreen.tsx'), 'ListsScreen'),
  validateSearch: z.object({ add: z.boolean().optional().catch(undefined) }),
});
const oneList = createRoute({
  getParentRoute: () => house,
  path: '/lists/$listId',
  component: lazyRouteComponent(() => import('./screens/lists/OneListScreen.tsx'), 'OneListScreen'),
  params: { parse: ({ listId }) => ({ listId: ListId.parse(listId) }) },
});
const regions = createRoute({
  getParentRoute: () => house,
  path: '/regions',
  component: lazyRouteComponent(() => import('./screens/regions/RegionsScreen.tsx'), 'RegionsScreen'),
});
const account = createRoute({
  getParentRoute: () => house,
  path: '/account',
  component: lazyRouteComponent(() => import('./screens/account/AccountScreen.tsx'), 'AccountScreen'),
});
const team = createRoute({
  getParentRoute: () => house,
  path: '/team',
  component: lazyRouteComponent(() => import('./screens/team/TeamScreen.tsx'), 'TeamScreen'),
});
const audit = createRoute({
  getParentRoute: () => house,
  path: '/audit',
  component: lazyRouteComponent(() => import('./screens/audit/AuditScreen.tsx'), 'AuditScreen'),
  validateSearch: z.object({
    object: z.string().max(200).optional().catch(undefined),
    show: z.enum(['reads']).optional().catch(undefined),
    who: z.string().max(40).optional().catch(undefined),
    case: z.string().max(64).optional().catch(undefined),
    from: z.iso.date().optional().catch(undefined),
    to: z.iso.date().optional().catch(undefined),
  }),
});
const care = createRoute({
  getParentRoute: () => house,
  path: '/care',
  component: lazyRouteComponent(() => import('./screens/care/CareScreen.tsx'), 'CareScreen'),
});
const breathe = createRoute({
  getParentRoute: () => house,
  path: '/breathe',
  component: lazyRouteComponent(() => import('./screens/care/BreatheScreen.tsx'), 'BreatheScreen'),
});
const numbers = createRoute({
  getParentRoute: () => house,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./screens/numbers/NumbersScreen.tsx'), 'NumbersScreen'),
});
const deliveries = createRoute({
  getParentRoute: () => house,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('./screens/deliveries/DeliveriesScreen.tsx'), 'DeliveriesScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    firstLogin,
    house.addChildren([
      start,
      account,
      queue,
      queues,
      oneCase,
      appeals,
      oneHearing,
      oneMeasureHearing,
      misuse,
      held,
      quality,
      calibration,
      oneReview,
      policies,
      macros,
      lists,
      oneList,
      regions,
      team,
      audit,
      deliveries,
      numbers,
      care,
      breathe,
    ]),
  ]),
  defaultErrorComponent: FaultyScreen,
  scrollRestoration: false,
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
