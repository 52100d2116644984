/** A group's id is bytes; its beginning is enough to tell groups of one case apart. */
export function shortGroup(groupId: string): string {
  return groupId.length > 12 ? `${groupId.slice(0, 10)}…` : groupId;
}
