/**
 * Loaded before a supervised program: when the supervisor is gone without a word (kill -9), the program ends in
 * order, and without order if that takes too long. Ports and jobs must not stay with an orphan.
 */
const GRACE_MS = 6_000

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), GRACE_MS).unref()
})
// The open channel alone must not keep a finished program alive.
process.channel?.unref()
