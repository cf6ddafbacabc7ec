/** `1/3` as 33.33: the part of a period, in percent, to two decimals. For reading only; amounts come from the server. */
export function shareInPercent(share: string): number {
  const [numerator = '0', denominator = '1'] = share.split('/')
  return Number((BigInt(numerator) * 10_000n) / BigInt(denominator)) / 100
}
