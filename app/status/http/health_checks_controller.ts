import type { HttpContext } from '@adonisjs/core/http'
import { checkReadiness } from '#app/status/queries/check_readiness'

/** For load balancers and supervisors: is this process alive, and can it do its work? */
export default class HealthChecksController {
  async live({ response }: HttpContext) {
    response.send({ status: 'ok' })
  }

  async ready({ response }: HttpContext) {
    const readiness = await checkReadiness()
    response.status(readiness.isReady ? 200 : 503).send({
      status: readiness.isReady ? 'ok' : 'failing',
      checks: readiness.checks,
    })
  }
}
