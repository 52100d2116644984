import { Navigate } from '@tanstack/react-router';
import { useCan } from '../api/use-me.ts';
import { places } from '../shell/places.ts';
import { Denied } from '../ui/Denied.tsx';

/** The first page that the person's roles open: the queue for a reviewer, the lists for an administrator. */
export function StartScreen() {
  const can = useCan();
  const place = places.find(({ permission }) => can(permission));
  return place === undefined ? <Denied permission="queue.read" /> : <Navigate to={place.to} replace />;
}
