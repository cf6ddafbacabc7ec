import { usePage } from '@inertiajs/vue3'
import { computed, onMounted, onUnmounted, ref, type ComputedRef, type Ref } from 'vue'
import type { SharedProps } from '~/shared_props'

/** The reader's own clock, moved on once a minute, so that "2 minutes ago" stays true. */
export function useWallNow(): Ref<Date> {
  const now = ref(new Date())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => (now.value = new Date()), 60_000)
  })
  onUnmounted(() => clearInterval(timer))
  return now
}

/** The tenant's clock, by which everything in the product happens; a demo's may be ahead of the world's. */
export function useNow(): ComputedRef<Date> {
  const page = usePage<SharedProps>()
  const wall = useWallNow()
  return computed(() => new Date(wall.value.getTime() + (page.props.clock_offset_ms ?? 0)))
}
