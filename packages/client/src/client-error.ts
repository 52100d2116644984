/** Every way in which a call of this package can fail; the code is stable. */
export type ClientErrorCode =
  /** No report configuration is stored and none could be fetched. */
  | 'config-unavailable'
  /** The server answered with something that is not what the operation answers. */
  | 'answer-invalid'
  /** A message that was handed in for a report cannot be opened, or its stamp cannot be read. */
  | 'message-unreadable'
  /** The subject is not the account or the group of the reported message. */
  | 'subject-mismatch'
  /** No more messages may be added to the report. */
  | 'context-full'
  /** The message has disappeared, and the time in which it could still be reported is over. */
  | 'message-expired'
  /** The reported message itself cannot be taken out. */
  | 'reported-message-fixed'
  /** There is no such message, part or report. */
  | 'not-found'
  /** Every version that was in the report has disappeared; others are left, and one of them has to be put in. */
  | 'version-missing'
  /** The report has no category yet. */
  | 'category-missing'
  /** The preview was not made by this client. */
  | 'preview-unknown'
  /** An appeal needs words. */
  | 'appeal-empty'
  /** An appeal has at most 2,000 characters. */
  | 'appeal-too-long'
  /** There is an appeal against this already. */
  | 'appeal-made'
  /** The sealed report would be larger than the server takes. */
  | 'report-too-large';

/** Thrown by this package. Network trouble while delivering a report is never thrown: the report stays queued. */
export class WellhouseClientError extends Error {
  override readonly name = 'WellhouseClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
