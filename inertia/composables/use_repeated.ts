import { onMounted, onUnmounted } from 'vue'

const lookMs = 1_000

/** Does something again and again while the page is looked at. @param everyMs the pause before the next time; null for not now */
export function useRepeated(act: () => Promise<void>, everyMs: () => number | null): void {
  let timer: ReturnType<typeof setInterval> | undefined
  let waitedMs = 0
  let isActing = false

  async function look(): Promise<void> {
    const pause = everyMs()
    waitedMs = pause === null || document.hidden ? 0 : waitedMs + lookMs
    if (pause === null || waitedMs < pause || isActing) return
    waitedMs = 0
    isActing = true
    await act().finally(() => (isActing = false))
  }

  onMounted(() => (timer = setInterval(() => void look(), lookMs)))
  onUnmounted(() => clearInterval(timer))
}
