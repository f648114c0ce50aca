/**
 * When a forbidden statement is none (risk-wording.md): it is denied, it is the customer's own words, it is asked, or others
 * are warned of it. Decided for one place in a folded text; what stands in another clause neither excuses nor accuses.
 */

const clauseEnd = /[。!?;\n]|,(?!\d{3})|(?<!\d)\.(?!\w)|:|—+|…|(?<=[一-鿿]) +(?=[一-鿿])|但是?|不过|可是|然而|反正|其实|实际上|而是|所以|\b(?:but|however|though|although|yet|still|because|since|so)\b/g
const sentenceEnd = /[。!?;\n]|(?<!\d)\.(?!\w)/

/** Phrases in which a word of denial denies nothing. */
const idle = /不用(?:太|再)?(?:担心|怕|愁|想|考虑|犹豫|顾虑|管)|不必(?:担心|怕|犹豫)|(?:不要|别|无需|无须)(?:担心|犹豫|怕|急|错过|等|多想|磨蹭)|不仅仅?|不但|不只是?|不止|不光|不错|没错|没问题|没关系|没事|不瞒您?说?|不骗您?你?|没骗您?你?|不是(?:我|跟您|跟你|和您|给您)?(?:吹|忽悠|骗|夸|开玩笑|说大话)(?:您|你|牛)?|不开玩笑|不夸张|不吹|毫不(?:夸张|犹豫)|不管|不论|无论|不愧|不知不觉|不由|不得不|不能不|不客气|不好意思|不买(?:后悔|可惜)?|不同|不少|不断|没想到|想不到|not only|not just|not merely|no doubt|without (?:a )?doubt|no question|(?:don't|do not|no need to|never) (?:you )?(?:worry|wait|miss|hesitate|panic|mind|forget)|no worries|no problem|no matter|not to mention|why not|(?:no|not) (?:kidding|joking|lying|exaggerating)|no wonder|can't wait|nothing else|no less/g

/** One step of reading what stands before a statement in its clause. */
const step = /(?<neg>并不是|并非|并不|可不是|不是|没有人?|没人|没法|没|无法|无人|不存在|不可能|不可以|不可|不得|不能|不会|不敢|不应|不该|不必|从不|从未|绝不|决不|未必|不一定|难以|难说|别|勿|莫|未|非|不|无|禁止|严禁|杜绝|拒绝|避免|打破|告别|取消|否认|谁说|怎么(?:会|可能|能)|怎会|岂|何来|哪(?:里|儿)?(?:会|有|能)|not\b|\w{0,8}n't\b|cannot\b|no one\b|nobody\b|no\b|never\b|neither\b|nor\b|none\b|without\b|nothing\b|hardly\b|unable\b|impossible\b|refus\w{0,4}\b|forbid\w{0,5}\b|prohibit\w{0,4}\b)|(?<through>任何|什么|哪(?:只|个|家|款|种)|敢|自己|因为|由于|过去|历史|赚钱?|挣钱|所谓|承诺|保证|担保|确保|宣称|声称|说|讲|叫|称|属于|等于|代表|意味着|构成|当作|当成|看作|认为|相信|轻信|指望|以为|存在|能够|可以|可能|一定|必然|完全|绝对|真的|真正|百分之?百|全部|我们|我行|本行|银行|您|你|客户|大家|理财|基金|产品|投资|保险|债券|存款|本金|收益|这款|这只|这个|那么|这么|一种|世上|世界上|市场上|抱着|向|对|给|为|在|里|会|能|是|有|像|得|应|要|就|都|也|再|全|总|的|地|之|或|和|与|及|、|,|"|“|「|『|'|\(|the\b|an?\b|any\b|all\b|of\b|that\b|this\b|these\b|it\b|you\b|your\b|we\b|i\b|is\b|are\b|be\b|been\b|being\b|was\b|to\b|can\b|could\b|will\b|would\b|may\b|should\b|ever\b|even\b|such\b|thing\b|as\b|for\b|on\b|in\b|with\b|and\b|or\b|there\b|there's\b|promis\w{0,3}\b|guarantee\w?\b|offer\w{0,3}\b|say\b|claim\b|mean\b|assur\w{0,3}\b|know\b|tell\b|believe\b|expect\b|give\b|make\b|fully\b|completely\b|absolutely\b|always\b|by\b|means\b|funds?\b|products?\b|investments?\b|principal\b|returns?\b|capital\b|claims\b|allowed\b|able\b)|(?<gap>\s)|(?<word>[a-z0-9]{1,40})|(?<other>[\s\S])/gy

/** How much that is not read as part of a denial may stand between the denial and what it denies. */
const reach = 4

/** How many denials govern what follows this piece of a clause; an even number denies nothing. */
export function denials(piece: string): number {
  let count = 0
  let left = reach
  let neither = false
  // The last part alone decides: a clause is rarely longer, a hostile one can be.
  for (const { groups } of piece.slice(-160).replace(idle, '\u0001').matchAll(step)) {
    const denial = groups?.['neg']
    if (denial !== undefined) {
      // "Neither … nor …" denies once.
      if (denial !== 'nor' || !neither) count += 1
      neither ||= denial === 'neither'
      left = reach
    } else if (groups?.['other'] === '\u0001') count = 0
    else if (groups?.['word'] !== undefined || groups?.['other'] !== undefined) {
      left -= 1
      if (left < 0) count = 0
    }
  }
  return count
}

const warned = /骗子|诈骗|骗局|不法|对方|谨防|警惕|提防|小心|当心|别信|莫信|勿信|(?:不要|请勿|切勿|不可|别|勿)(?:轻易|轻|听|盲目)?(?:相)?信|声称|宣称|谎称|自称|号称|鼓吹|幌子|诱导|(?:凡是?|任何|如有|如果有?人?|若有?人?|遇到|有人|别人|他人)[^。!?;\n]{0,8}(?:承诺|保证|声称|说|宣传|推销|推荐|吹嘘|许诺)|所谓|beware|be wary|watch out|scam\w{0,5}|fraud\w{0,5}|so-called|falsely|(?:wrong|untrue|false|misleading|mistake|dishonest) to (?:say|claim|think|believe|promise)|(?:do not|don't|never) (?:believe|trust|fall for)|(?:anyone|anybody|someone|somebody|people|those|offers?|ads?|callers?|whoever)(?: \w{1,12}){0,3} (?:promis|guarantee|claim|say|offer)/
const hearsay = /(?:凡是?|任何人?|如有|如果有?人?|若有?人?|要是有?人?|有人|别人|他人|谁|somebody|someone|anyone|anybody|whoever|people|those)[^。!?;\n]{0,8}(?:承诺|保证|担保|声称|说|告诉|宣传|推销|推荐|吹嘘|许诺| told| tells| says| said| promis| guarantee| claim| offer)/
/** A case that is only supposed, and what to do in it: "听到包赚,请报警". */
const supposed = /如果|若|要是|凡|任何|有人|谁|遇到|碰到|听到|收到|看到|见到|接到|\bif\b|\bwhen(?:ever)?\b|anyone|someone/
const advised = /^[^。!?;\n]{0,24}(?:报警|挂断|挂掉|举报|拨打|骗|当心|小心|警惕|提防|别信|莫信|(?:不要|别|勿)(?:相信|转|理|上当|汇|加)|核实|告诉我们|please (?:tell|report|call|hang)|hang up|report|do not|don't|scam|fraud|walk away|be careful)/
/** The second of two denials side by side: "既不保本也不保息". */
const alsoDenied = /不[^。!?;,\n]{1,8}(?:也|又|更|亦)不(?:会|能|承诺|保证)?$/
const refuted = /^[^。!?;,\n]{0,6},(?:这|那|都|就)(?:都|就|也|可)?(?:是|属于)[^。!?;,\n]{0,6}(?:骗|诈|忽悠|谎|假的)|^[^。!?;,\n]{0,4},(?:并)?不(?:等于|代表|意味着|说明|表示|保证)|^(?:与否|的?问题|的?相关问题)|^[^。!?;,\n]{0,10}(?:只|都|均|本身|就)?是[^。!?;,\n]{0,5}(?:违规|违法|骗局|骗子|骗人|诈骗|谎言|忽悠|吹牛|假的|话术|陷阱|误导|不可能的|不存在的)|^["”」』')]?(?:的|之类的?)?(?:说法|话|宣传|承诺|产品|理财|基金|投资|事情?|概念|字样|时代|高收益|高回报)?(?:[，,])?(?:都|均|是|属于?|其实|本身|这种|这样|就|也|已经?|早已|早就|在|当然|完全|并){0,4}(?:不可能|不存在|不正确|不对|不实|不属实|不成立|没有的|违规|违法|骗|诈|假的|虚假|禁止|被禁止|打破|过去|历史|做不到|不准|不允许|不被允许|陷阱|误导|不可信)|^[^.!?\n,;]{0,30} (?:is|are|was|were|would be) (?:(?:a )?(?:signs?|typical|characteristic) of |always |usually )?(?:a scam|fraud|false|a lie|impossible|illegal|not (?:true|possible|allowed|permitted)|forbidden|misleading)/
const attributed = /(?:您|你|客户|网上|他们?|对方|骗子|广告|有人)?(?:问|说|提到?|讲|写|所称|原话|原文|转述|反馈|表示|留言|称|指|关心|担心|想问|想知道|咨询)(?:的|过|到|了|道|是|是不是|的是|:)?$|关于$|对于$|所谓的?$|(?:相信|轻信|听信|信|谨防|警惕|以|常用|打着|使用|出现|把|将|用|叫)$|(?:you|customer|they|he|she) (?:asked|said|wrote|mentioned|say|ask|call(?:ed)?|told|tells|heard|quoted|mean|meant)(?: \w{1,10}){0,2}[:,]?$|(?:called|termed|word|words|phrase|about|of|believe|trust|with)$/

const asking = /^(?:的|了|过|呢|钱|本|息|人|保息|保收益)*(?:吗|么)|^(?:的|了|过|钱|本|息)?\s?["”」』']?\s?\?/
const rhetorical = /难道|岂|不是|不就|怎么(?:会|可能|能)|哪(?:里|儿|能|会)|谁说|想要|想不想|要不要|需要|爱不爱|还不/
/** The first half of a question that asks whether or not ("会不|会涨"): the statement after it begins with the same word. */
const whetherOrNot = /([会能是有可要保稳赚亏])[不没]$/
const orNot = /^[不没](.)/
const openQuestion = /(?:(?:想了解|想问|想知道|咨询|询问|打听)[^,。]{0,6}|是否|是不是|会不会|能不能|有没有|可不可以|保不$|算不算|到底)(?:真的|一定|能够?|会|有|是|属于|可以)?$/
const englishQuestion = /^(?:\W|you asked|you want to know|do you mean|did you ask)*\s*(?:is|are|do|does|did|can|could|will|am|was|were|has|have|whether)\b(?! you (?:want|like|need|imagine|fancy))/
const indirect = /(?:whether|if) (?:\w{1,12} ){0,4}$/

/** The limits of the clause round a place in a text. */
export function clauseAt(text: string, start: number, end: number): { before: string; after: string; sentence: string } {
  const earlier = text.slice(Math.max(0, start - 240), start)
  let from = 0
  let sentence = 0
  for (const { 0: mark, index } of earlier.matchAll(clauseEnd)) {
    from = index + mark.length
    if (sentenceEnd.test(mark)) sentence = from
  }
  const later = text.slice(end, end + 240)
  return { before: earlier.slice(from), after: later, sentence: earlier.slice(sentence) }
}

const opening = /[“「『"]/
const quotePairs: Record<string, string> = { '“': '”', '「': '」', '『': '』', '"': '"' }

/** The words before an opened quotation round a place, if it stands in one. */
function quotedAfter(text: string, start: number, end: number): string | undefined {
  const earlier = text.slice(Math.max(0, start - 80), start)
  for (let at = earlier.length - 1; at >= 0; at -= 1) {
    const mark = earlier[at] ?? ''
    if (mark === '\n' || /[”」』]/.test(mark)) return undefined
    if (!opening.test(mark)) continue
    // A straight mark opens only where an odd number stands before.
    if (mark === '"' && (text.slice(0, start).split('"').length - 1) % 2 === 0) return undefined
    return text.slice(end, end + 80).includes(quotePairs[mark] ?? mark) ? (/[^。.!?;,\n]{0,40}$/.exec(earlier.slice(0, at).trimEnd())?.[0] ?? '') : undefined
  }
  return undefined
}

/** Whether a statement at this place in a folded text says it of no product: denied, quoted, asked or warned of. */
export function isExcused(text: string, start: number, end: number, rhetoric: boolean): boolean {
  const { before: led, after, sentence } = clauseAt(text, start, end)
  const words = text.slice(start, end)
  // "不保本稳赚不赔" has denied what it denies before it promises.
  const before = /^[稳必包躺闭只零铁]/.test(words) ? led.replace(/不(?:是)?保(?:本|息|本保息|收益)\s*$/, '') : led
  if (denials(before) % 2 === 1 || alsoDenied.test(before)) return true
  if (refuted.test(after)) return true
  // The promise may begin with the word by which others are said to promise ("凡是|承诺高收益").
  if (warned.test(before) || hearsay.test(before + words)) return true
  if (supposed.test(sentence) && advised.test(after)) return true
  const lead = quotedAfter(text, start, end)
  if (lead !== undefined && (attributed.test(lead) || denials(lead) % 2 === 1)) return true
  if (rhetoric) return false
  if ((openQuestion.test(before) || whetherOrNot.exec(before)?.[1] === text[start] || orNot.exec(text.slice(start, start + 2))?.[1] === (before.at(-1) ?? '')) && !/不管|不论|无论|甭管/.test(before)) return true
  if (asking.test(after) && !rhetorical.test(before)) return true
  if (indirect.test(before.slice(-60))) return true
  const stop = after.search(/[.!?\n]/)
  return after[stop] === '?' && englishQuestion.test(sentence.trimStart())
}
