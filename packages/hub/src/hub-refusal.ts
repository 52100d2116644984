/** Why the hub did not accept a message. Stable; tell the sender's device, which cannot send such a message again. */
export type HubRefusalCode =
  /** No tag: the message could not be reported. */
  | 'tag-missing'
  | 'tag-duplicate'
  | 'authenticated-data-malformed'
  | 'message-empty'
  | 'message-too-large'
  | 'sender-invalid'
  | 'group-invalid'
  | 'epoch-invalid'
  /** No stamp key is in use now: rotate them. */
  | 'key-missing';

/** Thrown by {@link Hub.accept}. Nothing was numbered or stamped. */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal';
  readonly code: HubRefusalCode;

  constructor(code: HubRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
