import { router } from '@inertiajs/vue3'
import { onMounted, onUnmounted, ref } from 'vue'
import type { Socket } from 'socket.io-client'
import { letGoBySigningOut } from '~/composables/leave_live'
import { keepFresh } from '~/keep_fresh'

const reloadAfterMs = 150
const pollEveryMs = 5_000
const pollEveryMsWhenLive = 30_000
const crowdMs = 3_000
const refusedMs = 15_000
const rememberedMs = 60_000
const answerWithinMs = 30_000

type Listener = (events: string[]) => void

const connection = {
  socket: null as Socket | null,
  listeners: new Set<Listener>(),
  heard: [] as { at: number; events: string[] }[],
  pageAskedAt: 0,
  catchUps: new Set<() => void>(),
  isOpening: false,
  /** Of questions under way; cut off when somebody signs out. */
  left: new AbortController(),
}
const isLive = ref(false)
/** The link has been missing for a while: readers who rely on it should know. */
export const isLiveLost = ref(false)
/** A page is open that listens. */
export const isLiveWanted = ref(false)
const lostAfterMs = 10_000
let lossTimer: ReturnType<typeof setTimeout> | undefined

letGoBySigningOut(letGo)
router.on('start', ({ detail: { visit } }) => {
  if (!visit.async) connection.pageAskedAt = Date.now()
})

/**
 * Reloads when one of the named facts happened to what the reader may see. A name that ends in a dot stands for all that
 * begin with it (`operation.`). The page also asks by itself: every few seconds without the live link, now and then with it, because a fact
 * may be told to nobody.
 *
 * @param reload defaults to asking for the page's props again; resolves to whether there was an answer
 */
export function useLive(events: string[], reload: () => Promise<boolean> = reloadPage) {
  let askedAt = Date.now()
  let poll: ReturnType<typeof setInterval> | undefined
  const ask = () => {
    askedAt = Date.now()
    return reload()
  }
  const fresh = keepFresh(ask, { waitMs: reloadAfterMs, retryMs: pollEveryMs })

  const listener: Listener = (happened) => {
    if (happened.some((name) => events.some((wish) => matches(wish, name)))) fresh.want()
  }

  onMounted(() => {
    connection.listeners.add(listener)
    isLiveWanted.value = true
    connection.catchUps.add(fresh.want)
    // While this page was made, an earlier one listened.
    for (const { at, events: happened } of connection.heard)
      if (at >= connection.pageAskedAt) listener(happened)
    void openLive()
    poll = setInterval(() => {
      const everyMs = isLive.value ? pollEveryMsWhenLive : pollEveryMs
      if (!document.hidden && Date.now() - askedAt >= everyMs) fresh.want()
    }, pollEveryMs)
  })
  onUnmounted(() => {
    connection.listeners.delete(listener)
    isLiveWanted.value = connection.listeners.size > 0
    connection.catchUps.delete(fresh.want)
    fresh.stop()
    clearInterval(poll)
  })
  return { isLive }
}

/**
 * Asks for the page's props again, without moving or losing what was typed. A server that is busy or away answers later: no reason to take
 * the page from its reader.
 */
function reloadPage(): Promise<boolean> {
  return new Promise((resolve) => {
    let isAnswered = true
    const passOver = () => (isAnswered = false)
    const stopWaiting = { now: () => {} }
    const deadline = setTimeout(() => {
      stopWaiting.now()
      resolve(false)
    }, answerWithinMs)
    router.reload({
      // Nobody stays signed in because a page keeps itself fresh.
      headers: { 'x-background-refresh': '1' },
      onCancelToken: ({ cancel }) => (stopWaiting.now = cancel),
      onHttpException: ({ status }) => (status === 429 || status >= 500 ? passOver() : undefined),
      onNetworkError: passOver,
      onCancel: passOver,
      onFinish: () => {
        clearTimeout(deadline)
        resolve(isAnswered)
      },
    })
  })
}

function matches(wish: string, name: string): boolean {
  return wish.endsWith('.') ? name.startsWith(wish) : name === wish
}

/** The server ends the link with the session: pages that listen to nothing else hear of that as well. */
export async function openLive(): Promise<void> {
  if (connection.socket || connection.isOpening) return
  connection.isOpening = true
  const { left } = connection
  const library = await import('socket.io-client').catch(() => null)
  // Fetched in vain: the next page that listens tries again.
  if (!library) connection.isOpening = false
  if (!library || left.signal.aborted) return
  const { io } = library
  const socket = io({
    path: '/live/',
    auth: (give) =>
      void fetchTicket().then((ticket) => (ticket === null ? goWithout(socket) : give({ ticket }))),
  })
  socket.on('connect', () => {
    isLive.value = true
    isLiveLost.value = false
    clearTimeout(lossTimer)
    // Whatever happened between the page's making and this moment was told to nobody.
    connection.catchUps.forEach((catchUp) => catchUp())
  })
  socket.on('disconnect', () => {
    isLive.value = false
    noticeLoss()
  })
  socket.on('connect_error', () => {
    // Who was refused is not tried again by the library: a session that comes back, or a limit that is over.
    if (!socket.active) setTimeout(() => connection.socket === socket && socket.connect(), refusedMs)
  })
  socket.on('facts', hear)
  // All pages are told at once: they need not all ask at once.
  socket.on('facts_missed', () =>
    setTimeout(() => connection.catchUps.forEach((catchUp) => catchUp()), Math.random() * crowdMs)
  )
  connection.socket = socket
  noticeLoss()
}

function hear(events: string[]): void {
  const now = Date.now()
  connection.heard = connection.heard.filter(({ at }) => at > now - rememberedMs)
  connection.heard.push({ at: now, events })
  connection.listeners.forEach((listener) => listener(events))
}

/**
 * Before somebody signs out: the server ends the link with the session, and it would ask for a ticket that nobody may have any more. An answer
 * that came after the end would bring the cookie of the ended session back, and the form to sign in would pass for a stale one.
 */
function letGo(): void {
  router.cancelAll({ sync: false })
  connection.left.abort()
  connection.left = new AbortController()
  connection.socket?.disconnect()
  connection.socket = null
  connection.isOpening = false
}

/** A short gap is nobody's concern, nor is one on a page that listens to nothing. */
function noticeLoss(): void {
  clearTimeout(lossTimer)
  lossTimer = setTimeout(() => (isLiveLost.value = !isLive.value), lostAfterMs)
}

/** Nothing is told to this reader: asking is no makeshift for them. */
function goWithout(socket: Socket): void {
  socket.disconnect()
  clearTimeout(lossTimer)
}

/** A ticket says to the live link who asks; it is good for a minute and comes from the session. Null when there is none for this reader. */
async function fetchTicket(): Promise<string | null> {
  const { signal } = connection.left
  const answer = await fetch('/live-ticket', { headers: { accept: 'application/json' }, signal }).catch(
    () => null
  )
  // Whoever was signed out elsewhere has nothing to see here any more: asked for again, the page leads to the sign-in.
  if (answer?.status === 401) {
    letGo()
    router.reload()
    return null
  }
  if (!answer?.ok) return ''
  const body: { ticket: string | null } = await answer.json()
  return body.ticket
}
