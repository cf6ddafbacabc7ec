import { Worker } from 'node:worker_threads'
import type { DocumentToMake, ThreadAnswer, ThreadTask } from '#app/billing/drivers/pdf/document_thread'

/** The thread ends when nobody wanted a document for so long: its libraries and fonts are some 80 MB. */
const idleMs = 60_000
const deadlineMs = 30_000

interface Waiting {
  resolve: (bytes: Buffer) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

let worker: Worker | null = null
let idleTimer: NodeJS.Timeout | undefined
let lastId = 0
const waiting = new Map<number, Waiting>()

/** Makes a document in the thread beside the one that answers requests. Rejects when it cannot be made, or not in time. */
export function makeInThread(wanted: DocumentToMake): Promise<Buffer> {
  clearTimeout(idleTimer)
  worker ??= startWorker()
  const id = ++lastId
  worker.ref()
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => giveUp(new Error('A document was not ready in time')), deadlineMs)
    waiting.set(id, { resolve, reject, timer })
    worker!.postMessage({ id, ...wanted } satisfies ThreadTask)
  })
}

function startWorker(): Worker {
  const started = new Worker(new URL('./document_thread.ts', import.meta.url))
  started.on('message', answer)
  started.on('error', (error) => giveUp(error instanceof Error ? error : new Error(String(error))))
  started.on('exit', () => {
    if (worker === started) giveUp(new Error('The thread that makes documents ended'))
  })
  return started
}

function answer(message: ThreadAnswer): void {
  const task = waiting.get(message.id)
  if (!task) return
  waiting.delete(message.id)
  clearTimeout(task.timer)
  if ('bytes' in message) task.resolve(Buffer.from(message.bytes))
  else task.reject(new Error(message.problem))
  if (waiting.size === 0) rest()
}

/** Keeps the thread for the next document without keeping the process alive for it. */
function rest(): void {
  worker?.unref()
  idleTimer = setTimeout(() => {
    const idle = worker
    worker = null
    void idle?.terminate()
  }, idleMs)
  idleTimer.unref()
}

/** Ends the thread and everything that waits for it; the next document starts another. */
function giveUp(error: Error): void {
  const broken = worker
  worker = null
  const lost = [...waiting.values()]
  waiting.clear()
  for (const { reject, timer } of lost) {
    clearTimeout(timer)
    reject(error)
  }
  void broken?.terminate()
}
