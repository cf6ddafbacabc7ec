import { readId } from '#app/shared/ids'

/** The id of nothing. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Which gateway was chosen, null when none was; what is no id is not found later. */
export function readGatewayId(shown: string | null | undefined): string | null {
  return shown ? (readId('gateway', shown) ?? nobody) : null
}
