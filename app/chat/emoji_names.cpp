#include "app/chat/emoji_names.h"

#include <algorithm>
#include <array>

namespace app::chat {

namespace {

struct Named {
    char32_t c;
    std::u32string_view english, chinese;
};

constexpr auto kNames = std::to_array<Named>({
    {0x2600, U"sun", U"太阳"},          {0x2615, U"coffee", U"咖啡"},     {0x2620, U"skull", U"骷髅"},
    {0x2639, U"frown", U"不高兴"},      {0x263A, U"smile", U"微笑"},      {0x2705, U"check", U"对号"},
    {0x2728, U"sparkles", U"闪亮"},     {0x274C, U"cross", U"叉号"},      {0x2764, U"heart", U"爱心"},
    {0x2B50, U"star", U"星星"},         {0x1F308, U"rainbow", U"彩虹"},   {0x1F339, U"rose", U"玫瑰"},
    {0x1F37A, U"beer", U"啤酒"},        {0x1F381, U"present", U"礼物"},   {0x1F382, U"cake", U"蛋糕"},
    {0x1F389, U"party", U"庆祝"},       {0x1F3AE, U"game", U"游戏"},      {0x1F3C6, U"trophy", U"奖杯"},
    {0x1F408, U"cat", U"猫"},           {0x1F415, U"dog", U"狗"},         {0x1F431, U"cat", U"猫"},
    {0x1F436, U"dog", U"狗"},           {0x1F440, U"eyes", U"眼睛"},      {0x1F44B, U"wave", U"挥手"},
    {0x1F44C, U"okay", U"好的"},        {0x1F44D, U"thumbs up", U"点赞"}, {0x1F44E, U"thumbs down", U"踩"},
    {0x1F44F, U"clap", U"鼓掌"},        {0x1F480, U"skull", U"骷髅"},     {0x1F494, U"broken heart", U"心碎"},
    {0x1F495, U"hearts", U"爱心"},      {0x1F496, U"heart", U"爱心"},     {0x1F499, U"heart", U"爱心"},
    {0x1F49A, U"heart", U"爱心"},       {0x1F49B, U"heart", U"爱心"},     {0x1F49C, U"heart", U"爱心"},
    {0x1F4A9, U"poop", U"便便"},        {0x1F4AA, U"strong", U"加油"},    {0x1F4AF, U"hundred", U"一百分"},
    {0x1F525, U"fire", U"火"},          {0x1F600, U"grin", U"大笑"},      {0x1F602, U"laughing", U"笑哭"},
    {0x1F605, U"sweat smile", U"苦笑"}, {0x1F609, U"wink", U"眨眼"},      {0x1F60A, U"smile", U"微笑"},
    {0x1F60D, U"heart eyes", U"花痴"},  {0x1F60E, U"cool", U"酷"},        {0x1F618, U"kiss", U"飞吻"},
    {0x1F621, U"angry", U"生气"},       {0x1F622, U"crying", U"哭"},      {0x1F62D, U"crying", U"大哭"},
    {0x1F631, U"scream", U"尖叫"},      {0x1F634, U"sleeping", U"睡觉"},  {0x1F644, U"eye roll", U"白眼"},
    {0x1F64F, U"please", U"拜托"},      {0x1F680, U"rocket", U"火箭"},    {0x1F914, U"thinking", U"思考"},
    {0x1F921, U"clown", U"小丑"},       {0x1F923, U"laughing", U"笑翻"},  {0x1F970, U"love", U"喜爱"},
    {0x1F97A, U"pleading", U"恳求"},
});

} // namespace

std::u32string_view emojiName(char32_t c, bool chinese) {
    const auto place = std::lower_bound(kNames.begin(), kNames.end(), c,
                                        [](const Named &each, char32_t wanted) { return each.c < wanted; });
    if (place == kNames.end() || place->c != c)
        return chinese ? U"表情" : U"emoji";
    return chinese ? place->chinese : place->english;
}

} // namespace app::chat
