import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** The timeline of facts below the first screen of a page: it comes with the names of facts, which are many. */
export function eventTimelineLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['facts'], import('~/components/reporting/event_timeline.vue'))
  )
}
