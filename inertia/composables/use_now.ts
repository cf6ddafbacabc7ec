import { usePage } from '@inertiajs/vue3'
import { onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import type { SharedProps } from '~/shared_props'

/** The tenant's clock, moved on once a minute, so that "2 minutes ago" stays true, also when a demo's clock is ahead. */
export function useNow(): Ref<Date> {
  const page = usePage<SharedProps>()
  const read = () => new Date(Date.now() + (page.props.clock_offset_ms ?? 0))
  const now = ref(read())
  let timer: ReturnType<typeof setInterval> | undefined
  watch(
    () => page.props.clock_offset_ms,
    () => (now.value = read())
  )
  onMounted(() => {
    timer = setInterval(() => (now.value = read()), 60_000)
  })
  onUnmounted(() => clearInterval(timer))
  return now
}
