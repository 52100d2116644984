/** An announced ciphertext that the server holds, in the blob store under `attachments/<report_id>/<sha256>`. */
export interface ReportAttachmentTable {
  report_id: string;
  /** Of the ciphertext, lower-case hexadecimal. */
  sha256: string;
  size: number;
  stored_at: Date;
}
