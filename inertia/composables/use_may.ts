import { computed, type ComputedRef } from 'vue'
import { usePage } from '@inertiajs/vue3'
import type { SharedProps } from '~/shared_props'

/** Whether the reader has an ability: what they may not do is not offered to them. */
export function useMay(ability: string): ComputedRef<boolean> {
  const page = usePage<SharedProps>()
  return computed(() => page.props.viewer?.abilities.includes(ability) ?? false)
}
