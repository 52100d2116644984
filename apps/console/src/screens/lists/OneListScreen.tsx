import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../../api/use-me.ts';
import { Denied } from '../../ui/Denied.tsx';
import { OneList } from './OneList.tsx';

const route = getRouteApi('/house/lists/$listId');

export function OneListScreen() {
  const { listId } = route.useParams();
  return useCan()('list.read') ? <OneList key={listId} listId={listId} /> : <Denied permission="list.read" />;
}
