/**
 * What others have published, to stand beside our figures. Other machines, other languages and partly other promises, so
 * there is no ratio: plain franking signs nothing, and Hecate and AMF hide the sender from the hub, which costs more.
 *
 * Sources: data files of github.com/SabaEskandarian/Shared_Franking (Eskandarian, USENIX Security 2024; Intel i7-11700K,
 * C with OpenSSL), which hold the runs of Hecate (Issa, Alhaddad, Varia, USENIX Security 2022; Rust) and of AMF (Tyagi et
 * al., CRYPTO 2019; the Rust library "amaze") beside their own.
 */
export const published: readonly string[] = [
  'published figures of others, microseconds (i7-11700K):',
  '  scheme                        bytes     send   hub or preprocessing     read   verify',
  '  plain franking, C/OpenSSL       200     3.18                   1.11     1.46     2.18',
  '  plain franking, C/OpenSSL      1000      3.7                    1.1     2.05      2.6',
  '  shared franking, 2 servers      100      4.5                    1.6      3.0     2.65',
  '  Hecate, Rust                   1000     16.4            29.5 + 15.7    100.1    102.8',
  '  AMF, Rust                         -    232.7                      -    226.3    226.4',
];
