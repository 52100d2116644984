import { randomUUID } from 'node:crypto';
import {
  type AlbumRegion,
  type AlbumRegionChange,
  AlbumRegionChangeId,
  AnswerListChange,
  AnswerQuarantinedEntry,
  CreateList,
  type List,
  type ListChange,
  ListChangeId,
  type OperationId,
  type ProblemCode,
  ProposeAlbumRegion,
  ProposeListChange,
  type StaffMember,
} from '@wellhouse/protocol';
import type { FixtureLists } from './fixture-lists.ts';

interface Call {
  params: Record<string, string>;
  body: unknown;
}

export interface ListHandlerDeps<C extends Call> {
  state: FixtureLists;
  memberOf: (call: C) => StaffMember;
  refuse: (code: ProblemCode) => never;
  record: (call: C, action: string, object: string, details?: Record<string, unknown>) => void;
}

/** Lists and regions as apps/server keeps them: two people for what takes two, and never the same one. */
export function listHandlers<C extends Call>({
  state,
  memberOf,
  refuse,
  record,
}: ListHandlerDeps<C>): Partial<Record<OperationId, (call: C) => unknown>> {
  const now = (): string => new Date().toISOString();
  const listOf = (call: C): List =>
    state.lists.find(({ listId }) => listId === call.params.listId) ?? refuse('not-found');
  const person = (call: C, reason: string) => {
    const { staffId, name } = memberOf(call);
    return { staffId, name, reason };
  };
  const write = (list: List, call: C, kind: string, details: Record<string, unknown>): void => {
    list.version++;
    const version = { version: list.version, at: now(), staffName: memberOf(call).name, kind, details };
    state.versions.set(list.listId, [version, ...(state.versions.get(list.listId) ?? [])]);
  };
  const takeEffect = (list: List, change: ListChange, call: C): void => {
    if (change.kind === 'activate') {
      list.state = 'active';
      write(list, call, 'activated', {});
    } else if (change.kind === 'withdraw') {
      const withdrawn = list.counts.live;
      list.state = 'withdrawn';
      list.counts = {
        live: 0,
        quarantined: 0,
        excluded: 0,
        withdrawn: list.counts.withdrawn + withdrawn,
        notMatchable: 0,
      };
      write(list, call, 'withdrawn', { withdrawn });
    } else if (change.settings !== null) {
      list.settings = change.settings;
      write(list, call, 'settings', { settings: change.settings });
    }
  };
  const regionOf = (code: string): AlbumRegion => {
    const found = state.regions.find(({ region }) => region === code);
    if (found !== undefined) return found;
    const why = 'No list of known pictures has a legal basis for this region.';
    const added: AlbumRegion = { region: code, checked: false, why, switch: null, lists: [], waiting: [] };
    state.regions = [...state.regions, added].sort((a, b) => (a.region < b.region ? -1 : 1));
    return added;
  };
  const turn = (region: AlbumRegion, { to, legalBasis, first }: AlbumRegionChange): void => {
    region.switch = { state: to, legalBasis, reason: first.reason, changedAt: now() };
    region.checked = to === 'on' && region.lists.length > 0;
    if (to === 'off') region.why = `${region.region} is switched off: ${first.reason}`;
    else region.why = region.checked ? null : 'No list of known pictures has a legal basis for this region.';
    region.waiting = [];
  };

  return {
    listLists: () => ({ lists: state.lists }),
    getList: (call) => {
      const list = listOf(call);
      return { list, versions: state.versions.get(list.listId) ?? [] };
    },
    createList: (call) => {
      const { settings, ...body } = CreateList.parse(call.body);
      if (state.lists.some(({ listId }) => listId === body.listId)) refuse('list-exists');
      const list: List = {
        ...body,
        settings: { ...settings, category: settings.category ?? 'other' },
        state: 'shadow',
        version: 0,
        counts: { live: 0, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 0 },
        matches: {},
        sync: {
          state: 'never',
          startedAt: null,
          doneAt: null,
          nextAt: body.connectionId === null ? null : now(),
          error: null,
        },
        waiting: [],
        createdAt: now(),
      };
      state.lists.push(list);
      write(list, call, 'created', { settings: list.settings });
      record(call, 'list.create', `list:${list.listId}`, { source: list.source });
      return list;
    },
    requestListSync: (call) => {
      const list = listOf(call);
      if (list.state === 'withdrawn' || list.connectionId === null) refuse('list-not-ready');
      list.sync = { ...list.sync, state: 'ok', startedAt: now(), doneAt: now(), error: null };
      return null;
    },
    proposeListChange: (call) => {
      const list = listOf(call);
      const body = ProposeListChange.parse(call.body);
      if (list.state === 'withdrawn' || list.waiting.some(({ kind }) => kind === body.kind)) refuse('list-not-ready');
      const change: ListChange = {
        changeId: ListChangeId.parse(randomUUID()),
        listId: list.listId,
        kind: body.kind,
        state: 'held',
        askedAt: now(),
        first: person(call, body.reason),
        second: null,
        settings: body.kind === 'settings' ? body.settings : null,
        update: null,
      };
      list.waiting.push(change);
      record(call, 'list.propose', `list:${list.listId}`, { kind: body.kind, reason: body.reason });
      return change;
    },
    answerListChange: (call) => {
      const list = listOf(call);
      const { answer, reason } = AnswerListChange.parse(call.body);
      const change = list.waiting.find(({ changeId }) => changeId === call.params.changeId) ?? refuse('change-closed');
      const who = person(call, reason);
      if (change.first?.staffId === who.staffId) refuse('same-person');
      record(call, answer === 'approve' ? 'list.approve' : 'list.refuse', `list:${list.listId}`, { reason });
      if (answer === 'approve' && change.first === null) {
        change.first = who;
        return change;
      }
      change.second = who;
      change.state = answer === 'approve' ? 'in-force' : 'refused';
      list.waiting = list.waiting.filter((one) => one !== change);
      if (answer === 'approve') takeEffect(list, change, call);
      return change;
    },
    listQuarantinedEntries: (call) => ({ entries: state.quarantine.get(listOf(call).listId) ?? [] }),
    answerQuarantinedEntry: (call) => {
      const list = listOf(call);
      const { answer, reason } = AnswerQuarantinedEntry.parse(call.body);
      const entries = state.quarantine.get(list.listId) ?? [];
      const rest = entries.filter(({ entryId }) => entryId !== call.params.entryId);
      if (rest.length === entries.length) refuse('not-found');
      state.quarantine.set(list.listId, rest);
      list.counts.quarantined--;
      list.counts[answer === 'release' ? 'live' : 'excluded']++;
      const kind = answer === 'release' ? 'entry-released' : 'entry-excluded';
      write(list, call, kind, { entryId: call.params.entryId });
      record(call, 'list.entry', `list:${list.listId}`, { answer, reason });
      return null;
    },
    listAlbumRegions: () => ({ regions: state.regions }),
    proposeAlbumRegion: (call) => {
      const region = regionOf(call.params.region ?? '');
      const body = ProposeAlbumRegion.parse(call.body);
      if (body.state === 'off' ? region.switch?.state === 'off' : region.waiting.length > 0) refuse('region-not-ready');
      const change: AlbumRegionChange = {
        changeId: AlbumRegionChangeId.parse(randomUUID()),
        region: region.region,
        to: body.state,
        legalBasis: body.state === 'on' ? body.legalBasis : null,
        state: body.state === 'on' ? 'held' : 'in-force',
        askedAt: now(),
        first: person(call, body.reason),
        second: null,
      };
      if (body.state === 'on') region.waiting.push(change);
      else turn(region, change);
      record(call, body.state === 'on' ? 'region.propose' : 'region.off', `region:${region.region}`);
      return change;
    },
    answerAlbumRegion: (call) => {
      const region = regionOf(call.params.region ?? '');
      const { answer, reason } = AnswerListChange.parse(call.body);
      const change =
        region.waiting.find(({ changeId }) => changeId === call.params.changeId) ?? refuse('change-closed');
      const who = person(call, reason);
      if (change.first.staffId === who.staffId) refuse('same-person');
      change.second = who;
      change.state = answer === 'approve' ? 'in-force' : 'refused';
      region.waiting = region.waiting.filter((one) => one !== change);
      if (answer === 'approve') turn(region, change);
      record(call, answer === 'approve' ? 'region.approve' : 'region.refuse', `region:${region.region}`, { reason });
      return change;
    },
  };
}
