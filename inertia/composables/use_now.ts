import { onMounted, onUnmounted, ref, type Ref } from 'vue'

/** The reader's clock, moved on once a minute, so that "2 minutes ago" stays true. */
export function useNow(): Ref<Date> {
  const now = ref(new Date())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => (now.value = new Date()), 60_000)
  })
  onUnmounted(() => clearInterval(timer))
  return now
}
