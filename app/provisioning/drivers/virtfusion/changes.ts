import { isVps } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type { PanelGroups } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionCatalogue } from '#app/provisioning/drivers/virtfusion/catalogue'
import { onlyVps } from '#app/provisioning/drivers/virtfusion/creation'
import type { VirtfusionWork } from '#app/provisioning/drivers/virtfusion/shapes'

/** What is done to a server that runs. */
export function changesOf(
  api: VirtfusionApi,
  catalogue: VirtfusionCatalogue
): Pick<PanelGroups, 'power' | 'resize' | 'passwordReset' | 'ownership'> {
  return {
    power: {
      async switchPower(reference, action) {
        const switched = await api.call('POST', `/servers/${reference}/power/${action}`)
        return switched.ok ? ok() : switched
      },
    },
    resize: {
      /** Flags left out count as true. `info` lists what stayed as it was and why; older panels answer 204 without it. */
      async resizeServer(reference, spec) {
        if (!isVps(spec)) return err(onlyVps)
        const offered = await catalogue.findPackage(spec.package)
        if (!offered.ok) return offered
        const path = `/servers/${reference}/package/${offered.value.id}`
        const changed = await api.call<{ info?: string[] } | null>('PUT', path, { backupPlan: false })
        return changed.ok ? ok({ unchanged: changed.value?.info ?? [] }) : changed
      },
    },
    passwordReset: {
      /** The panel makes the password; ours is not taken. */
      async resetPassword(reference, { user }) {
        type Answer = { queueId?: number | null; expectedPassword?: string }
        const path = `/servers/${reference}/resetPassword`
        const reset = await api.data<Answer>('POST', path, { user, sendMail: false })
        if (!reset.ok) return reset
        const { queueId, expectedPassword } = reset.value
        if (!expectedPassword)
          return err({ type: 'unknown', message: 'The panel answered without the new password.' })
        return ok({ user, password: expectedPassword, work: queueId ? String(queueId) : null })
      },
      async readWork(work) {
        const item = await api.find<VirtfusionWork>(`/queue/${work}`)
        if (!item.ok) return item
        // Finished work is not kept for ever.
        if (!item.value) return ok('done')
        if (item.value.failed) return ok('failed')
        return ok(item.value.finished ? 'done' : 'running')
      },
    },
    ownership: {
      async moveServer(reference, userReference) {
        const moved = await api.call('PUT', `/servers/${reference}/owner/${userReference}`)
        return moved.ok ? ok() : moved
      },
    },
  }
}
