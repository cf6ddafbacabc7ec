/**
 * Loaded before a program that must not outlive the one that started it (kill -9 leaves no time for a word): ports,
 * jobs and half-done seeds must not stay with an orphan. A running program ends in order, and without order if that
 * takes too long; a step of the set-up (`?at_once`) just ends, because the next start is about to repeat it.
 */
const GRACE_MS = 6_000
const isStep = new URL(import.meta.url).searchParams.has('at_once')

process.once('disconnect', () => {
  if (isStep) process.exit(1)
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), GRACE_MS).unref()
})
// The open channel alone must not keep a finished program alive.
process.channel?.unref()
