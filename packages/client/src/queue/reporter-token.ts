/** Keeps the reporter token in memory until the server refuses it. */
export function createTokenSource(getReporterToken: () => Promise<string>): {
  current(): Promise<string>;
  renew(): Promise<string>;
} {
  let token: Promise<string> | null = null;
  const renew = (): Promise<string> => {
    const asked = getReporterToken();
    token = asked;
    asked.catch(() => {
      if (token === asked) token = null;
    });
    return asked;
  };
  return { current: () => token ?? renew(), renew };
}
