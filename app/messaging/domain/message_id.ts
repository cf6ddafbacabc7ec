/**
 * The Message-ID of a mail, always the same for the same message: when a server took it but its answer was lost, the repeat
 * carries the same id, and receivers show it once (RFC 5322, 3.6.4).
 */
export function smtpMessageId(messageId: string, mailFrom: string): string {
  const domain =
    mailFrom
      .split('@')
      .at(-1)
      ?.replaceAll(/[^A-Za-z0-9.-]/g, '') || 'localhost'
  return `<${messageId}@${domain}>`
}
