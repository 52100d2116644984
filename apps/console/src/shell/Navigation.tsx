import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { albumRegionsQuery, heldQuery, listsQuery } from '../api/queries.ts';
import { useCan, useMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import type { MessageKey } from '../i18n/messages.ts';
import { answerable } from '../screens/lists/list-rules.ts';
import { useMentionNews } from '../screens/queue/use-mention-news.ts';
import { answerableRegions } from '../screens/regions/region-rules.ts';
import { Icon } from '../ui/Icon.tsx';
import { ActionKeys } from '../ui/Keys.tsx';
import { type Place, places } from './places.ts';

/** So many fit beside each other where the navigation is a bar; the others are behind "More" there. */
const mostInBar = 5;

export function Navigation() {
  const { t } = useI18n();
  const can = useCan();
  const allowed = places.filter((place) => can(place.permission));
  const inBar = allowed.length > mostInBar ? mostInBar - 1 : mostInBar;
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <ul>
        {allowed.map((place, index) => (
          <li key={place.to} data-beyond={index >= inBar}>
            <NavigationLink place={place} />
          </li>
        ))}
        {allowed.length > inBar && (
          <li className="nav-more">
            <More places={allowed.slice(inBar)} />
          </li>
        )}
      </ul>
    </nav>
  );
}

const waitingWords: Partial<Record<Place['to'], MessageKey>> = {
  '/queue': 'nav.mentions',
  '/lists': 'nav.changes',
  '/regions': 'nav.regionChanges',
};

function NavigationLink({ place }: { place: Place }) {
  const { t, number } = useI18n();
  const waiting = useWaiting(place);
  return (
    <Link to={place.to} className="nav-link">
      <Icon name={place.icon} />
      <span className="nav-text">{t(place.title)}</span>
      {waiting > 0 && (
        <span className="count">
          <span aria-hidden="true">{number(waiting)}</span>
          <span className="visually-hidden">{t(waitingWords[place.to] ?? 'nav.waiting', { count: waiting })}</span>
        </span>
      )}
      <ActionKeys action={`go${place.to.replaceAll('/', '.')}`} />
    </Link>
  );
}

/** What waits on a page for this very person. */
function useWaiting({ to }: Place): number {
  const can = useCan();
  const { staff } = useMe();
  const mayApprove = can('list.approve');
  const held = useQuery({ ...heldQuery, enabled: to === '/held' && can('decision.approve') });
  const lists = useQuery({ ...listsQuery, enabled: to === '/lists' && mayApprove });
  const regions = useQuery({ ...albumRegionsQuery, enabled: to === '/regions' && mayApprove });
  const mentions = useMentionNews(to === '/queue' && can('queue.read'));
  const me = { staffId: staff.staffId, mayApprove };
  switch (to) {
    case '/queue':
      return mentions;
    case '/held':
      return held.data?.length ?? 0;
    case '/lists':
      return answerable(lists.data ?? [], me);
    case '/regions':
      return answerableRegions(regions.data ?? [], me);
    default:
      return 0;
  }
}

function More({ places: beyond }: { places: readonly Place[] }) {
  const { t } = useI18n();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const here = beyond.some(({ to }) => pathname.startsWith(to));
  return (
    <MenuTrigger>
      <Button className="nav-link" data-here={here}>
        <Icon name="more" />
        <span>{t('nav.more')}</span>
      </Button>
      <Popover className="popover" placement="top end">
        <Menu className="menu" aria-label={t('nav.more')}>
          {beyond.map(({ to, icon, title }) => (
            <MenuItem key={to} id={to} className="menu-item" onAction={() => void navigate({ to })}>
              <Icon name={icon} />
              {t(title)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
