/** What may not be said of any investment or insurance product (risk-wording.md), as patterns over folded text. */
import { any, type ClaimId, enSlots, gap, insurance, market, number, percent, plainly, type Row, things, type Tier, word, zhSlots } from './slots.ts'

export type { ClaimId, Tier } from './slots.ts'

export type Claim = {
  id: ClaimId
  tier: Tier
  /** What any such claim contains: quickly looked for, so that most texts need nothing more. */
  needs: RegExp
  words: RegExp
  /** A question that expects a no: asking it is the claim. */
  rhetoric?: true
}

// Pieces of which the patterns are made, beside those of slots.ts.
const sure = '(?:肯定|绝对|一定|保证|保管|包管|准保|管保|必定|必然|必|铁定|铁|笃定|稳稳|稳|妥妥|百分之?百|100%|100percent|十成|完全|根本|压根|绝|准|包|保|坐着|坐|躺着|躺|只|光|净)'
const helper = '(?:地|的|能够?|会|是|可以|都|你|您|让|给|咱|有|得|在|要|就)'
const loss = '(?:(?<!吃)亏|赔(?!付|偿|率)|蚀本|打水漂|折本)'
const softLoss = '(?:损失|跌|缩水|回撤|贬值|受损|输)'
const we = '(?:我|我们|咱们?|银行|我行|本行|公司|行里)'
const deposits = '(?:一般|普通|银行|您的?|放|个)?(?:的)?(?:定期|活期)?(?:存款|存钱|存银行|存定期|储蓄|国债|定存|放银行|存着|存死期|银行利息|银行|定期|活期|死期)'
const others = '(?:存款|存银行|存钱|存定期|定期|定存|活期|储蓄|基金|国债|理财|银行利息|银行|债券|余额宝)'
const up = '(?:大涨|上涨|涨|破千|走牛|走高|走强|上行|翻倍|翻番|反弹|升值|回升|创新高|新高|上扬|飙升|更贵|越来越贵|越来越高|牛市|起飞)'
/** A gap that may pass a comma. */
const across = '(?:(?![不没无非未])[^。!?;\\n]){0,10}'
const certain = '(?:肯定|绝对|必定|必然|铁定|妥妥|稳稳|板上钉钉|十拿九稳|雷打不动|风雨无阻|从不失手|从未失手|百分之?百|100%|准(?=赚|涨|能|会|到|挣)|跑不了|跑不掉|没跑|写进合同|写在合同|兜底|托底|兜着|全额|如数|一分不(?:少|差|丢)|一分钱?不(?:少|差|丢)|分毫不(?:少|差)|不打折扣)'
const outcome = '(?:赚|本利|双收|挣|盈利|获利|升值|回本|兑付|达标|收益|回报|利息|本金|本钱|本利|本息|年化|保(?=$|[,。!]))'
const future = '(?:会|准|将|必|要|肯定|一定|还|继续|即将|有望|只|越来越|稳|必然|必定|绝对|铁定|迟早|注定|马上)'

const zh: readonly Row[] = [
  // Principal or return is kept, guaranteed, vouched for.
  ['promise', 'strong', '[保刚旱]', '(?<![确承投参续])保本(?![人行次机月年地市店身网公站支职单户事条合笔届季周册组])|保息|(?<!环)保(?:证)?收益|保利息|保盈利|保底(?!利率)|保赚|刚(?:性)?兑(?:付)?|旱涝保收'],
  ['promise', 'strong', '[保担承确约包]', `(?:保证|担保|承诺|确保|保障|约定|包|保你|保您)${gap(8)}(?:收益|回报|盈利|获利|本金|还本|兑付|利润|赚|挣|不(?:会)?(?:亏|赔|跌))`],
  ['promise', 'plain', '敢|包票|胸脯|人格|字据|保证书', '敢(?:保证|担保)|打(?:了)?包票|拍(?:着)?胸脯|人格担保|立字据|写保证书'],
  // Certain gain.
  ['promise', 'strong', '[赚挣赢盈涨升]|获利|有收益|有回报', `${sure}${helper}{0,3}(?:赚|挣|获利|盈利|赢(?!得)|有得赚|有收益|有回报)|稳盈|必涨|(?:就是|都是|就能|都能?|闭眼|准)赚|赚翻|只(?:涨|升|赚|赢|挣)不(?:跌|降|赔|亏|输)|只会${gap(3)}(?:涨|赚|升)|买到就是赚到|没有不(?:赚|涨|挣)`],
  ['promise', 'strong', '%|点|厘|倍|percent|per cent|成|雷打|必得|低于|少于', `${sure}${helper}{0,3}(?:拿到?|得到?|到手)${gap(6)}${percent}|(?:至少|最少|起码|少说|怎么着?也?|保守)(?:也|都|能|可以|会|有)*(?:赚|挣|拿|得|收益|回报|涨)${gap(5)}${percent}|(?:至少|起码|最少)${gap(4)}${percent}${gap(3)}(?:收益|回报|利息|年化)|(?:年年|每年|月月|到期|一年|年底|满期)(?:就|肯定|一定|必|稳|能|都|可以)*(?:拿|得|有|赚|给)${gap(4)}${percent}|到期必得|雷打不动|(?:不低于|不少于)${gap(3)}${number}${gap(3)}(?:收益|回报)|(?:收益|回报|年化|利息)${gap(4)}(?:不低于|不会低于|不少于)`],
  ['promise', 'strong', '收益|回报|利润|分红|红利|盈利|利息|年化|妥妥|稳稳', `(?:收益|回报|利润|分红|红利|盈利|利息|年化)${gap(5)}(?:有保证|有保障|保证|有兜底|稳稳|稳当|稳拿|妥妥|跑不了|跑不掉|少不了|旱涝|锁定|必得|铁定|打包票|没问题|没跑|不会少|不会变|不用愁|确定(?!性|方|日|依|规|标|时|机|后|以)|固定不变|稳定在)|(?:妥妥|稳稳)的?(?:收益|回报|幸福|利息|到手|拿)|稳定收益${gap(4)}${percent}|收益${gap(3)}百分之?百`],
  ['promise', 'topical', '赚|盈利|获利|回本|增值', `(?:能|会|可以|就)${gap(2)}(?:赚|盈利|获利|回本)|稳健增值`],
  // Certainty and outcome in one clause, in either order.
  ['promise', 'plain', '[肯绝必铁妥稳板十雷风从百1准跑没写兜托全如一分不]', `${certain}${across}${outcome}|${outcome}${across}${certain}|一分(?:钱)?(?:都|也)?不(?:会)?(?:少|差|丢)|固定(?:给|发|付|派|返)${gap(6)}${percent}`],
  ['promise', 'strong', '钱', '(?:白捡|捡|数|印|送|躺着收)钱(?!机)|摇钱树|提款机|稳拿|闷声发财'],
  // No loss.
  ['promise', 'strong', '亏|损|回撤|跌|风险', `(?<![零0无低])(?:亏损|亏|损失|下跌|回撤|赔钱|风险)(?:的)?(?:概率|可能性?|几率|机会|机率)?(?:是|为|等于|约等于|基本|几乎|都)?(?:是|为)?(?:零|0(?!\\.?\\d)|不存在|不可能)|(?:零|无|毫无|丝毫无|丝毫不|毫发无|没有任何|从无)(?:任何)?(?:损耗|亏损|折损|回撤)|无惧(?:亏|跌|损)|(?:不用|不必|不需要|无需|不会|用不着)(?:您|你|让您|来)?(?:承担|担|冒)(?:任何|一点|什么|半点|丝毫)?(?:的)?(?:亏损)?风险|有风险[^。!?\\n]{0,8}(?:但|不过|可是|可|然而)[^。!?\\n]{0,12}(?:没有?|不会|例外|除外|不存在)(?=$|[,。!])`],
  ['promise', 'strong', '回撤', `没有?(?:任何|过)?回撤`],
  ['promise', 'plain', '[兜托扛]|背书|撑腰', `(?:政府|国家|银行|行里|我行|央行|财政|我)(?:信用)?(?:来|给您?|都|会)?(?:兜|托底|托着|扛着|背书|撑腰)`],
  ['promise', 'strong', '[亏赔蚀折跌]|打水漂|损失|回撤', `(?<!我们|银行|我行|本行)(?:不会|不可能|不能|绝不|决不|绝对不|从不|从没|从来没|从来不|没有?|未曾|不让|不怕|不存在|不带|无|零|0|毫无|保证不|不至于|不(?=亏|赔))${gap(6)}${loss}|(?:亏|赔|跌)(?:不了|不着)|不(?:亏|赔)(?:本|钱)|(?:零|0|无)(?:亏损|损失|回撤)|绝无${any}{0,4}(?:亏|损)`],
  ['promise', 'plain', '损失|跌|缩水|回撤|贬值|受损|输', `(?:不会|不可能|绝不|决不|从不|从没|从来没|没有(?:任何|一点|丝毫|半点)|不存在|毫无)${gap(6)}${softLoss}|不会(?:让|使|叫)${gap(4)}${softLoss}`],
  ['promise', 'strong', '亏|赔', `(?:亏|赔)(?:损|钱|本)?(?:了|的话)?(?:都|由|就)?${we}(?:来|给您?|全额|全部|负责|替您?|都|会|照|包){0,3}(?:赔|补|兜|承担|买单|负责|出)|亏(?:了|损)?(?:都|全)?(?:由|算)${we}`],
  ['promise', 'plain', '损失', `损失(?:了|的话)?(?:都|由|就|全)?${we}(?:来|给您?|全额|全部|负责|替您?|都|会){0,3}(?:赔|补|兜|承担|买单|负责)`],
  // No risk.
  ['promise', 'strong', '风险', '(?:零|0|无)(?:投资|市场|本金)?(?:的)?风险(?!提示|测评|等级|评估|揭示|偏好|承受|告知|控|管理|警示)|高收益[^。!?;\\n]{0,4}(?:低|无|零|没有?)风险'],
  ['promise', 'plain', '风险', `(?:没有?|毫无|不存在|不带|没啥|没什么|哪有|基本没|几乎没|压根没|根本没|不会有|不用担)(?:有|上|任何|一点儿?|一丁点|什么|丝毫|半点|投资|亏损|本金|市场|啥|的){0,3}风险(?!提示|测评|等级|评估|揭示|偏好|承受|告知|控|管理|警示)|(?<![零0无低])风险(?:几乎|基本上?|约等于|接近|近乎|趋近于?|可以说|就是|都)?(?:为|是|等于|于)?(?:零|0(?!\\.?\\d)|没有|不存在|可以?忽略|忽略不计)`],
  // Principal is safe.
  ['promise', 'strong', '本金|本钱|老本|本息', `(?:本金|本钱|老本|本息)${gap(6)}(?:没(?:有)?(?:任何|什么|一点)?(?:问题|风险)|安全|稳(?!健|步|定)|稳定(?!性|[,。])|有保障|有保证|有着落|无忧|无虞|不受损|不(?:会)?(?:亏|损|动|少|丢|变|受|缩)|一分(?:钱)?(?:都|也)?(?:不会?|没)?(?:少|动)|少不了|拿(?:得)?回来?|零|丝毫|毫|如数|全额返|全部返|全数|(?:一定|肯定|必|都)(?:会|能)?(?:还|返|退)|还给您|兜底|不用(?:担心|愁)|保得住|无损|万无一失|毫发无损|动不了|跑不了)|(?:不会?(?:动|碰|损|伤|少|亏)|保住|守住|保全)(?:到|您|你|的|客户|了){0,3}(?:本金|本钱|老本)`],
  ['promise', 'topical', '钱|资金|投入|连本|还本', `(?:钱|资金|投入)${gap(6)}(?:安全|没问题|有保障|不会(?:少|丢|动|有事)|稳|一分不少|拿(?:得)?回来)|连本带利|还本付息`],
  ['promise', 'strong', '连本|兑付|还本|返本', '连本带利(?:拿|还|返|给|一起|都)|(?:一定|肯定|必定|绝对|保证|百分之?百|100%|必|稳)(?:能|会|可以)?(?:按时|如期|按期|到期)?(?:兑付|还本|返本)|兑付(?:没有?|毫无)(?:任何)?(?:悬念|问题|风险)'],
  // As safe as a deposit.
  ['promise', 'strong', '存|储蓄|国债|定期|活期|银行', `(?:和|跟|同|与|像|如同|如|好比|媲美|不输|不亚于|堪比)${deposits}${gap(6)}(?:一样|一个样|一个道理|一个性质|没区别|没差别|没两样|没什么区别|没啥区别|没什么两样|安全|那么稳|放心|差不多|靠谱)|(?:比|超过|胜过)${deposits}${gap(6)}(?:安全|稳|靠谱|放心|保险)|(?:当|当作|当成|视为|等于|等同于?|相当于|就是|叫做?)(?:是|成|作)?(?:一种|高级|升级版?|加强版?|高息|另一种)?(?:一点)?(?:的)?${deposits}(?:存|放|一样|用|来|$|[,。!])`],
  // Reassurance.
  ['promise', 'plain', '[放稳枕失忧兜眼躺]|背书|撑腰|担保|安全', '放(?:一百|一万|一千|一百二十|一|百|100|十二)(?:万)?个心|稳如泰山|稳如磐石|高枕无忧|万无一失|无后顾之忧|兜底|闭(?:着)?眼(?:睛)?(?:都能?)?(?:买|入|冲|投|上|拿)|躺赢|稳得很|稳的很|稳得一批|稳稳当当|信用背书|国家(?:背书|撑腰|担保)|安全(?:得|的)很|(?:绝对|百分之?百|100%|完全|超级?|特别|非常|十分|相当)(?:的)?安全'],
  ['promise', 'topical', '放心|错不了|事|问题|意外|差错|安全|跟着买|稳|靠得住|毛病', '放心(?:大胆)?(?:地|的)?(?:买|投|入|持有|拿着?|认购|申购|购买|冲|上)|错不了|(?:不会|不可能)(?:有|出)(?:什么|任何)?(?:事|问题|意外|差错)|出不了(?:事|问题)|很安全|安全可靠|跟着买|没(?:有)?(?:任何|什么)问题|放心吧?,没|很稳|稳当|稳妥|靠得住|没毛病'],
  ['promise', 'topical', '不会|给|回本', '不会(?:少|丢|变)|(?:到点|到期)就给|(?:肯定|一定|保证|早晚|迟早)(?:能|会|可以)?回本'],
  ['expected-return', 'strong', '收益|回报|年化', '(?:预期|预计|预估|期望)[^。!?;,\\n]{0,8}(?:收益|回报|年化)(?:率)?|(?:收益|年化)(?:率)?(?:预计|预期|预估)'],
  ['superlative', 'strong', '第一|最|唯一|名列|首|顶|冠军|领跑|领先|数一|独|无人|no|王牌', `(?:收益|回报|业绩|表现|排名|涨幅|产品|理财|基金|赚钱|同类)(?:率)?${gap(6)}(?:第一|最(?:高(?!\\s?[\\d一二三四五六七八九十]|限|可|不|人民|金|达|赔|偿|保|额|比|额度|等级|为|风险|年龄)|强|好(?!先|在|是先|提前|不|别|能|还是|到|用|带|去|请|做|选|了解|仔细|咨询|根据|按)|佳|优|稳|赚|划算|牛|猛|低风险)|唯一|名列前茅|首只|顶尖|冠军|领跑|遥遥领先|首屈一指|数一数二|独一无二|无人能及|no\\.?\\s?1|傲视|碾压|吊打|完胜)|行业(?:最高|第一|领先|之首)|名列前茅|(?:第一|最(?:高|强|好|佳|优|稳|赚钱|安全|划算|牛|靠谱|值得买)|唯一|首只|首款|首个|史上最.?|全网最.?|全市场最.?|顶级|王牌)(?:的|此类|一款|一只|一个|一种|强|类|这类|同类){0,3}(?:收益|回报|业绩|产品|理财|基金|保险|款|涨幅)|(?:全国|全球|国内|业内|市场上)(?:唯一|首只|首款|第一只|第一款|独家)`],
  ['urgency', 'strong', '[抢村错赶紧快速秒]|手慢|不可失|机会|不买|限时', `限时(?:抢|特供|秒|发售|认购|申购|限量)|抢购|抢光|手慢(?:无|没|就没)|机不可失|过了这(?:个)?村|欲购从速|错过(?:就|了就|可就)?(?:不再有?|没有?了?|再等|后悔|可惜|亏)|(?:赶快|赶紧|抓紧|快点?|速|速速)(?:来)?(?:下单|买|抢|上车|入手|入场|认购|申购|锁定|投)|秒杀|秒光|最后(?:的)?(?:上车|买入|申购|认购)?(?:机会)|不买(?:就)?(?:后悔|可惜|没了)`],
  ['urgency', 'topical', '仅剩|只剩|最后|额度|售罄|售完', '(?:仅剩|只剩|最后)(?:最后)?[^。!?;,\\n]{0,6}(?:天|名额|额度|席位|小时|份)|额度(?:不多|紧张|所剩)|即将售罄|售完(?:即止|就没)'],
  ['comparison', 'strong', '险|保单|年金|教育金', `${insurance}[^。!?;\\n]{0,16}(?:比(?!例|较|如|对)|胜过|超过|优于|强于|好过|高于|强过|吊打|碾压|完胜|秒杀)${gap(6)}${others}[^。!?;\\n]{0,8}(?:好|强|高|划算|合算|值|稳|安全|多|赚|靠谱|香)?|${insurance}${gap(12)}(?:等于|相当于|就是|当作?|当成|代替|替代|等同于?)(?:一种|银行)?${others}|${insurance}${gap(10)}(?:和|跟|与|像)${others}${gap(3)}(?:一样|没区别|差不多|没两样)|${others}${gap(8)}(?:不如|比不上|换成|不及|改成|改买)[^。!?;\\n]{0,8}${insurance}`],
  ['forecast', 'strong', '[涨走翻升高扬飙贵牛跌崩]|破千|上行|反弹|起飞|越来越', `${market}${gap(10)}${future}${gap(4)}${up}|${market}${gap(8)}(?:看涨|稳涨|必涨|准涨|只涨不跌|看到|上看|${future}${gap(3)}(?:大跌|暴跌|下跌|崩盘|走弱|走低))|(?:明年|下个?月|下周|年底|未来|很快|马上|接下来|年内|下半年|节后)${gap(10)}(?:会|将|必|要|肯定|一定|稳|准|绝对)${gap(4)}(?:大涨|上涨|涨|翻倍|反弹|走牛|大跌|暴跌)(?!价|工资)`],
  ['forecast', 'topical', '[涨走翻升高扬飙贵牛]|破千|上行|反弹|起飞|越来越|回本', `(?:会|要|能|肯定|一定|必|还会|马上|即将|继续|迟早)${gap(3)}${up}|翻倍|翻番`],
]

const rhetoricZh: readonly Row[] = [
  ['promise', 'strong', '[怎哪岂难何]', '(?:怎么|怎|哪里?|哪儿|岂|难道|何曾)(?:还|都)?(?:会|可能|能|有)(?:会)?(?:有)?(?:什么)?(?:亏|赔钱|赔本|赔(?!付|偿)|风险)'],
  ['promise', 'topical', '[怎哪岂难]', '(?:怎么|怎|哪里?|哪儿|岂|难道)(?:还|都)?(?:会|可能|能|有)(?:会)?(?:有|出)?(?:什么)?(?:损失|跌|事|问题)'],
]

const gains = '(?:returns?|profits?|income|yields?|interest|principal|capital|gains?|payouts?|earnings|money|investments?|\\d{1,3}(?:\\.\\d{1,3})?\\s?(?:%|percent|per cent))'
const losing = '(?:lose|loses|losing|lost)'
const lostThing = '(?=(?: (?:any|your|a|an|the|all|even|one|single|of|out|on|with|here|in|by|it))*? (?:money|cents?|penny|pennies|dollar|dime|yuan|principal|capital|savings|investment|value|out|thing|anything|on|with|here|in|us|this|fund|product|by)\\b|\\s?(?:[.!?,;"\'):]|$|—|-))'
const never = '(?:can\'?t|cannot|can not|can never|could never|couldn\'?t|won\'?t|will not|will never|\'ll never|never|not going to|no way|impossible|no chance|no possibility|don\'t|doesn\'t|no ?one|nobody|no customers?|no clients?|none of \\w{1,12} \\w{1,12}|not a single \\w{1,12}|not one \\w{1,12})'
const englishDeposit = '(?:(?:a|an|your|the|any|ordinary|regular|money|cash|holding|having|keeping|it|in|at|bank|time|fixed|term|savings|current) ){0,5}(?:deposits?|savings(?: account)?s?|bank(?: account)?|treasur(?:y|ies)|government bonds?)\\b'
const rising = '(?:rise|go up|going up|climb|double|triple|rally|soar|rebound|bounce back|surge|jump|recover|fall|drop|crash|appreciate|hit (?:a )?(?:new )?(?:record|high)\\w{0,2})'

const en: readonly Row[] = [
  ['promise', 'strong', 'los', `${never}(?: (?:you|to|ever|possibly|can|could|will|would|it|of|that|for|has|have|with|us|who|invests?|\\w{1,12}ly)){0,5} ${losing}\\b${lostThing}`],
  ['promise', 'strong', 'wrong|fail|down|fall|drop|declin|los|how c', `(?:can'?t|cannot|can never|won't|will never|never|doesn't|not going to|impossible to)(?: (?:ever|possibly|really|to)){0,2} (?:go(?:es)? wrong(?! with (?:the|our|this) (?:menu|app|form|page|guide|steps|machine))|fail|go(?:es)? down|falls?|drops?|declines?|loses? value)\\b|no way (?:it|this|that|you) (?:goes|falls|drops|loses?|fails?)|(?:losses|a loss|losing)(?: \\w{1,10})? (?:is|are) (?:impossible|out of the question|unthinkable)|no (?:chance|possibility|danger|risk) of (?:a |any )?(?:loss|losing)|nothing to lose|how (?:could|can) (?:you|it|this) (?:possibly )?(?:lose|fail|go wrong)`],
  ['promise', 'strong', 'only|always|easy|free|nothing|sure|guarantee|rich|less', '\\b(?:only|always) (?:ever )?(?:goes up|go up|rises?|gains?|makes?(?: money)?|profits?|wins?|going up)\\b|can only (?:go up|rise|gain|win|profit|grow|increase|get better)|easy money|free money|money for nothing|sure (?:win|profit|bet|gain)|guaranteed (?:win|winner|success)|get rich|risk[- ]?less\\b'],
  ['promise', 'strong', 'downside|risk|loss', '(?:zero|0|no|free of|without(?: any)?|nil|entirely without)[- ](?:\\w{1,12} ){0,2}?downsides?\\b|risk[- ]?free|loss[- ]?free|zero[- ]?risk|\\b0 risk|downside[- ]free|no-risk|risk\\? (?:zero|none|nil)|not (?:at all )?risky(?: at all)?'],
  ['promise', 'plain', 'risk', '\\b(?:no|without|hardly any|virtually no|practically no|almost no|basically no|next to no|not any|free of)(?: (?:real|such|kind of|more|market|investment|significant|credit|big|actual|material|capital|risk or|loss or)){0,2} risks?\\b(?!-? ?free)(?! (?:of fraud|assessment|alert|warning|flag|rating|grade|profile|tolerance|questionnaire))|risk(?:s)? (?:is|are|\'s)(?: \\w{1,12}){0,2}? (?:zero|nil|none|nonexistent|non-existent|negligible)'],
  ['promise', 'strong', 'guarant|assur|secur|protect|risk|promis|swear|vow|safe|untouched|intact|certain|back', `guarantee[ds]?${plainly(24)}\\b${gains}\\b|guaranteed?(?:returns?|profits?)|\\b${gains}\\b${plainly(24)}\\b(?:guarantee[ds]?|assured|secured|risk-free)\\b|(?:capital|principal|return|profit|income|money[- ]?back)[- ](?:is )?(?:guarantee[ds]?|protection|protected|assurance|secured)|(?:promise|assure|swear|vow)(?:s|d)?${plainly(24)}\\b(?:profits?|returns?|gains?|make money|won't lose|\\d{1,3}\\s?%)|(?:principal|capital|investment|returns?)${plainly(16)}\\b(?:safe|secure|protected|untouched|intact|certain)\\b`],
  ['promise', 'plain', 'guarant|money', `\\b(?:it|this|that|everything|which|they)(?: is|'s| are)(?: \\w{2,12}ly| 100%)? guaranteed\\b(?! (?:delivery|to arrive))|guaranteed to (?:make|earn|profit|gain|win|rise|pay|return|grow|go up|double)|\\bmoney(?: \\w{1,10}){0,3}? (?:is|'s|stays)(?: \\w{1,12}){0,2}? (?:safe|secure|protected)\\b`],
  ['promise', 'plain', 'sure|certain|bound|destin|you|always|definit|absolut', `(?:sure|certain|bound|destined) to (?:\\w{1,10} )?(?:come out|make|earn|profit|gain|win|rise|go up|double|pay off|grow)|(?:you|you'll|you will|it will|it'll|we'll)(?: \\w{1,10})? (?:definitely|certainly|surely|always|absolutely|for sure) (?:make|earn|profit|gain|win|get|come out)|you(?:'ll| will)(?: \\w{1,10})? (?:make (?:money|a profit|a fortune)|profit|get rich|come out ahead)|(?:make|earn|profit|get|money back)${plainly(20)}\\bfor sure\\b`],
  ['promise', 'strong', '%|per ?cent|no matter', `(?:at least|minimum(?: return)? of|no less than|a steady|a fixed)${plainly(16)}\\d{1,3}(?:\\.\\d{1,3})?\\s?(?:%|percent|per cent)${plainly(20)}(?:guarantee|no matter|every year|each year|always|for sure|whatever)|(?:earn|make|get|receive|gain)(?: you)? (?:at least|no less than)${plainly(10)}\\d{1,3}(?:\\.\\d{1,3})?\\s?(?:%|percent|per cent)|no matter what (?:happens )?you`],
  ['promise', 'strong', 'los|fall|drop|money back|penny|cent|shortfall|in full|stand behind', `(?:cover|reimburse|compensate|refund|absorb|make up|make good)(?:s|d)?(?: for)?(?: (?:any|all|your|the|every|such|possible)){0,3} (?:loss(?:es)?|shortfall)\\b|(?:capital|principal|investment|money) (?:will be|is|gets) (?:returned|repaid|paid back) in full|every (?:penny|cent) back|stand behind (?:your |the )?(?:principal|capital|investment|money)|(?:never had|has not had|hasn't had|no) (?:a )?losing (?:year|month|quarter|day)s?|losing (?:money|anything) is (?:\\w{1,10} )?(?:not possible|impossible)|if (?:it|you|this|the \\w{1,10})${plainly(14)}(?:lose|loses|falls|drops)${word}{0,12}(?:pay|refund|cover|compensate)|(?:get|have) (?:all )?(?:of )?your money back(?! guarantee)${plainly(12)}(?:sure|guarantee|always|definitely|any case|no matter)`],
  ['promise', 'strong', 'deposit|saving|bank|treasur|government|safe as', `(?:think of it as|treat it (?:as|like)|it's|it is|this is) (?:basically |really |just )?(?:a|your) (?:bank )?(?:deposit|savings account)\\b|(?:as|just as|every bit as) (?:safe|secure|good|solid) as ${englishDeposit}|(?:safer|more secure) than ${englishDeposit}|(?:same as|just like|basically|practically|essentially|equivalent to|no different (?:from|to|than)|nothing but) ${englishDeposit}|like ${englishDeposit} (?:but|only|with)|as safe as (?:houses|cash|it gets|can be)|safe as houses`],
  ['promise', 'plain', 'certain|assured|sure|fail|matter|100', `\\b(?:profits?|returns?|gains?|principal|capital|yields?|earnings)${plainly(20)}\\b(?:is|are) (?:\\w{1,10}ly )?(?:certain|assured|a certainty|for sure)\\b|(?:profits?|returns?|gains?|yields?|earn\\w{0,4}|penny|money back)${plainly(20)}(?:for sure|without fail|no matter what|100% certain)`],
  ['promise', 'plain', 'safe|secur|solid|sure thing|brain|proof|worry|miss|fails|stress', '(?:completely|perfectly|totally|absolutely|100%|fully|entirely|utterly|super|rock|one hundred percent) (?:safe|secure|solid)\\b|sure thing|safe bet|no-brainer|fool[- ]?proof|bullet[- ]?proof|worry[- ]free|can\'t miss|never fails|stress-free (?:returns|profit)'],
  ['promise', 'topical', 'rest|safe|trust|count|nothing|worry|stable|steady', 'rest assured|(?:very|really|so|quite) safe\\b|trust me|you can count on it|nothing (?:can|will) (?:happen|go wrong)|don\'t worry about (?:it|loss|risk)|stable returns?\\b|steady profits?'],
  ['expected-return', 'strong', 'return|yield', '(?:expected|projected|anticipated) (?:annual(?:i[sz]ed)? )?(?:rate of )?(?:returns?|yields?)'],
  ['superlative', 'strong', 'best|top|high|strong|number|no\\.? ?1|#1|unbeat|unmatch|leading|first|safest|profitable|only|unrival|outperform|beats', '(?:best|top|highest|strongest|number[- ]one|no\\. ?1|#1|unbeatable|unmatched|leading|first-ranked|safest|most profitable)(?:[- ]\\w{1,12}){0,2}?[- ](?:perform\\w{0,5}|returns?|yields?|funds?|products?|gains?|investments?)\\b|ranks? (?:first|no\\.? ?1|number one|#1|top)|only (?:fund|product|one|investment) of its kind|unbeatable|unrivalled|nothing beats|no (?:other )?fund beats|outperform(?:s|ed)? (?:all|every|everyone)|(?:highest|best|top) (?:return|yield)'],
  ['urgency', 'plain', 'hurry|selling|chance|call|limited|miss|never|act|last|gone|only|now', `hurry${word}{0,40}(?:fund|product|buy|invest|offer|sell|subscri)|hurry(?: up)?[,!]|selling (?:out )?fast|selling out|(?:last|final) (?:chance|call)|limited[- ]time|don't miss(?: out)?\\b|never come back|act (?:now|fast|quickly)|while (?:stocks|supplies) last|(?:once|before|until) it's gone|today only|only (?:a few|\\w{1,6}) (?:hours|minutes|days|places|units) left|now or never|buy (?:it )?now before`],
  ['comparison', 'strong', 'insur|polic|annuit|endow', `(?:insurance|polic(?:y|ies)|annuit(?:y|ies)|endowments?)\\b${plainly(40)}\\b(?:better|more|safer|higher|beats?|outperforms?|superior|the same as|just like|as good as)\\b${word}{0,30}\\b(?:deposits?|savings|funds?|treasur\\w{1,4}|bonds?|bank)\\b`],
  ['forecast', 'strong', 'up\\b|rise|climb|double|triple|rally|soar|rebound|bounce back|surge|jump|recover|fall|drop|crash|apprec|hit|rising|bounce', `\\b${things}(?: prices?| markets?| rates?)?(?: will|'ll| (?:is|are) (?:going|set|bound|about|sure|certain) to| must| can only)(?: \\w{2,12}){0,2}? ${rising}\\b(?! to the next)|bound to (?:rise|go up|rally|climb|rebound)|(?:keep|continue) (?:rising|climbing|going up)|will (?:double|triple) (?:your|in|within|by)`],
  ['forecast', 'topical', 'up\\b|rise|climb|double|triple|rally|soar|rebound|bounce back|surge|jump|recover|fall|drop|crash|apprec|hit|bounce|will double', `\\b(?:it|they|this)(?: will|'ll| (?:is|are) (?:going|set|bound|sure) to)(?: \\w{2,12}){0,2}? ${rising}\\b(?! to the next)|will double`],
]

const compiled = ([id, tier, needs, source]: Row): Claim => ({ id, tier, needs: new RegExp(needs), words: new RegExp(source, 'g') })

const chinese: readonly Claim[] = [...zh.map(compiled), ...zhSlots.map(compiled), ...rhetoricZh.map(each => ({ ...compiled(each), rhetoric: true as const }))]
const english: readonly Claim[] = [...en, ...enSlots].map(compiled)

/** The claims that a folded text may make, by the languages in it. Flag g of their words: each match is judged by itself. */
export function claimsFor(text: string): readonly Claim[] {
  const inChinese = /[\u3400-\u9fff]/.test(text)
  const inEnglish = /[a-z]{3}/.test(text)
  return (inChinese ? chinese : []).concat(inEnglish ? english : []).filter(({ needs }) => needs.test(text))
}

/** Conditions under which a movement is explained, not foretold. */
export const hedged = /可能|或许|也许|未必|不一定|说不定|是否|会不会|如果|若|一旦|随着?|假如|当[^。!?;,\n]{0,12}时|时(?:候)?$|时,|\b(?:may|might|could|can|whether|if|when|whenever|as)\b/
export const hedgedAfter = /^[^.!?\n,;。]{0,24}(?:\b(?:when|if|as|whenever|or (?:fall|rise|drop))\b|或|也(?:可能|会)|吗|的可能|时)/

/** Words for a product of no certain class: enough to have an investment in mind where nothing speaks of a service. */
export const someProduct = /产品|投资|这款|这只|收益|认购|申购|本金|\b(?:invest\w{0,6}|products?|returns?)\b/

/** Words by which a text is about a service, not a product. */
export const serviceWords = /卡(?!玛)|密码|账户|帐户|账号|冻结|挂失|验证码|信息|投诉|转账|汇款|短信|登录|手机号|证件|身份证|这笔交易|限额|扣款|缴费|回复|回电|快递|积分|盗刷|年费|误扣|多扣|错扣|重复扣|退款|\b(?:cards?|accounts?|password|codes?|block(?:ed)?|frozen|freeze|transfers?|reply|call|data|branch|points|access|delivery|device|log ?in|fraud|complaint|refund)\b/
