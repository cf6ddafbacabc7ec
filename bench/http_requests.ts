import { compareLoads } from './support/http_load.js'
import type { Figures } from './support/report.js'
import { openStage, type ScenePath, serviceCount } from './support/stage.js'

interface Question {
  scene: ScenePath
  what: string
  aim: { kind: 'share'; atLeast: number } | { kind: 'p95'; underMs: number } | { kind: 'none' }
}

/** How the product answers a request beside a bare server that does the same query, or sends the same bytes. */
export async function measureRequests({ scene, what, aim }: Question): Promise<Figures> {
  const stage = await openStage()
  const asked = stage.scenes[scene]
  const { product, bound, share } = await compareLoads({
    product: { ...asked.product, program: stage.web },
    bound: { ...asked.bound, program: stage.bare },
  })
  const rounded = (value: number) => Number(value.toFixed(2))
  return {
    what: `${what}; ${serviceCount.toLocaleString('en')} services in the tenant`,
    figures: [
      { label: 'answers', value: Math.round(product.perSecond), unit: 'a second' },
      { label: 'bare server', value: Math.round(bound.perSecond), unit: 'a second' },
      { label: 'p50', value: rounded(product.p50), unit: `ms (bare ${rounded(bound.p50)})` },
      { label: 'p95', value: rounded(product.p95), unit: `ms (bare ${rounded(bound.p95)})` },
      { label: 'p99', value: rounded(product.p99), unit: `ms (bare ${rounded(bound.p99)})` },
      ...(product.processorUs === null || bound.processorUs === null
        ? []
        : [
            {
              label: 'processor time',
              value: Math.round(product.processorUs),
              unit: `µs an answer (bare ${Math.round(bound.processorUs)})`,
            },
          ]),
      ...(aim.kind === 'p95' ? [{ label: 'share of bare', value: rounded(share), unit: '' }] : []),
    ],
    aims: [
      aim.kind === 'p95'
        ? {
            label: 'p95 in ms',
            value: rounded(product.p95),
            wanted: `under ${aim.underMs}`,
            isReached: product.p95 < aim.underMs,
          }
        : {
            label: 'share of bare',
            value: rounded(share),
            wanted: aim.kind === 'share' ? `at least ${aim.atLeast}` : 'none',
            isReached: aim.kind === 'none' || share >= aim.atLeast,
          },
    ],
  }
}
