import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { heldQuery } from '../api/queries.ts';
import { useCan } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Keys } from '../ui/Keys.tsx';
import { places } from './places.ts';

export function Navigation() {
  const { t, number } = useI18n();
  const can = useCan();
  const held = useQuery({ ...heldQuery, enabled: can('decision.approve') });
  const waiting = held.data?.length ?? 0;
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <ul>
        {places
          .filter((place) => can(place.permission))
          .map((place) => (
            <li key={place.to}>
              <Link to={place.to} className="nav-link">
                <Icon name={place.icon} />
                <span className="nav-text">{t(place.title)}</span>
                {place.to === '/held' && waiting > 0 && (
                  <span className="count">
                    <span aria-hidden="true">{number(waiting)}</span>
                    <span className="visually-hidden">{t('nav.waiting', { count: waiting })}</span>
                  </span>
                )}
                <Keys binding={place.keys} />
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
