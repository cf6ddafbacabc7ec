import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** What a line goes back to: it comes with its texts when the first line is opened. */
export function lineExplanationLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['explain'], import('~/components/billing/line_explanation.vue'))
  )
}
