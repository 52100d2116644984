/** Tables of the way from report to notice; one line a table. */
// biome-ignore lint/suspicious/noEmptyInterface: filled table by table
export interface DomainTables {}
