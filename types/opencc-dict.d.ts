/** OpenCC's tables of characters: `乾 干|亂 乱|…`, where a character has several counterparts the usual one first. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
declare module 'opencc-js/dict/STCharacters' {
  const pairs: string
  export default pairs
}
