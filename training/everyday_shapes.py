"""Hand-written shapes for what one person writes to another: no open labelled set holds threats or sexual requests of private messages.

The open sets' threats are aimed at groups and politicians, and their sexual harassment at a chat program. The sentences here are mild,
and each list has a list of look-alikes: games, films, jokes among friends, cooking, doctors; photographs of clothes, pets and plans.
They were written from how helplines describe such messages, because the first pack was silent at a plain threat between two people, and
after no list of cases of an evaluation set; no group of people is named. They are trained on and never tested on, so that no figure in a
card rests on them.
"""
import random

SLOTS = {
    'hey': ['', '', '', '', 'listen, ', 'hey. ', 'ok. ', 'just so you know, ', 'last warning. ', 'remember, '],
    'calm': ['', '', '', '', 'hey, ', 'ok so ', 'haha ', 'lol ', 'btw '],
    'when': ['tonight', 'tomorrow', 'after school', 'on monday', 'when you are alone', 'soon', 'one of these days', 'after work'],
    'where': ['your house', 'your school', 'your work', 'the bus stop', 'your street', 'the gym', 'your door'],
    'part': ['nose', 'arm', 'legs', 'fingers', 'jaw', 'teeth', 'face'],
    'whom': ['your brother', 'your sister', 'your mother', 'your dog', 'your friend', 'your family', 'your kid'],
    'do': ['beat', 'stab', 'punch', 'shoot', 'find', 'get', 'kill', 'smash'],
    'game': ['mario kart', 'chess', 'the tournament', 'fifa', 'cards', 'bowling', 'the quiz', 'ping pong', 'the race'],
    'food': ['pizza', 'a coffee', 'those fries', 'a burger', 'some ice cream', 'your lasagna'],
    'film': ['the movie', 'that show', 'the last season', 'chapter nine', 'the game', 'the book'],
    'wear': ['underwear', 'no shirt on', 'nothing on', 'just a towel', 'less clothes on', 'your bra'],
    'cloth': ['new jacket', 'prom dress', 'football shirt', 'shoes', 'costume', 'haircut', 'hiking boots'],
    'body': ['body', 'chest', 'legs', 'butt', 'boobs'],
    'pet': ['your cat', 'the puppy', 'your garden', 'the new flat', 'the cake', 'your drawing', 'the beach'],
    'pay': ['20 dollars', 'money', 'a gift', 'anything you want', '50 euros'],
}

THREAT = [
    '{hey}I am going to {do} you', "{hey}I'm gonna {do} you {when}", '{hey}I will {do} you if you talk to her again',
    '{hey}I will break your {part}', '{hey}I am coming to {where} {when} and I will {do} you', '{hey}I know where you live',
    '{hey}we are waiting for you at {where} {when}', '{hey}you are dead {when}', '{hey}say that again and I break your {part}',
    '{hey}I will make sure you never walk again', '{hey}if you tell anyone I will {do} {whom}', '{hey}watch your back {when}',
    '{hey}something bad is going to happen to {whom}', "{hey}I'll {do} you and nobody will find out", "{hey}you won't be safe at {where}",
    '{hey}I have a knife and I know when you leave {where}', '{hey}next time I see you I will {do} you',
    '{hey}come to {where} {when} or we {do} {whom}', '{hey}I hope you like hospitals, because I will break your {part}',
    '{hey}snitch and you get hurt', '{hey}you better run when you see me', '{hey}I will burn your house down',
    "{hey}I'm outside {where}. come out or I come in", '{hey}you will pay for this, I will {do} you', '{hey}my cousins will {do} you {when}',
    '{hey}answer me or I will come to {where} and hurt you', '{hey}I swear I will {do} you', '{hey}I am not joking, I want to see you bleed',
    '{hey}keep walking home alone and see what happens', '{hey}give me your phone {when} or I {do} you',
]
THREAT_ALIKE = [
    '{calm}I am going to beat you at {game}', "{calm}I'm gonna destroy you at {game} {when}", '{calm}I could kill for {food}',
    '{calm}I broke my {part} at the gym', '{calm}I am coming to {where} {when} with {food}', '{calm}I forgot where you live, which number',
    '{calm}we are waiting for you at {where}, hurry up', '{calm}my phone is dead, talk {when}', '{calm}say that again, it was so funny',
    '{calm}my dad will never walk past that shop again', '{calm}if you tell anyone about the party the surprise is gone',
    '{calm}watch out, the road to {where} is icy {when}', '{calm}something good is going to happen to {whom}',
    '{calm}my mom will kill me if I am late {when}', '{calm}did you get home safe from {where}',
    '{calm}bring a knife for the cake and leave {where} at six', '{calm}next time I see you I will hug you',
    '{calm}come to {where} {when} and meet {whom}', '{calm}I was in hospital because I broke my {part}',
    '{calm}they shoot {film} near {where} {when}', '{calm}you better run, the bus leaves in two minutes', '{calm}I burned {food} again',
    "{calm}I'm outside {where}. come out, I have {food}", '{calm}I will pay for this, you paid last time',
    '{calm}he gets stabbed at the end of {film}', '{calm}answer me when you can, no stress', '{calm}I swear {film} made me cry',
    '{calm}the doctor wants to see if it bleeds again', '{calm}do not walk home alone, I can pick you up at {where}',
    '{calm}give me your phone number {when}', '{calm}this homework is killing me', '{calm}that joke killed me',
    '{calm}the teacher is going to murder us for this', '{calm}I will hurt my {part} if I run {when}', '{calm}the dentist will hurt a bit',
    '{calm}in {film} they find the killer {when}', '{calm}you smashed it at {game}', '{calm}punch me, I cannot believe we won {game}',
]
SEXUAL = [
    '{hey}send me a pic in {wear}', '{hey}send nudes', '{hey}show me your {body}', '{hey}I want to see you with {wear}',
    '{hey}what are you wearing under that', '{hey}are you a virgin', '{hey}do you touch yourself', '{hey}I am so horny, talk dirty to me',
    '{hey}turn on your camera and take your shirt off', '{hey}I will give you {pay} for a pic in {wear}', '{hey}want to see me naked',
    '{hey}I keep thinking about your {body}', "{hey}come over {when}, my parents are out, let's have sex", '{hey}you have sexy {body}',
    '{hey}I would do things to you in bed', '{hey}sit on my lap and let me touch your {body}', '{hey}let me see, nobody will know',
    '{hey}prove you love me and send one in {wear}', '{hey}I sent you a pic of me naked, now your turn', '{hey}how big are your boobs',
    '{hey}I want to kiss your {body}', '{hey}do you sleep naked', '{hey}take a picture in the shower for me',
    '{hey}I like young girls like you, send me a sexy picture', '{hey}I want to feel your {body} {when}', '{hey}have you ever had sex',
]
SEXUAL_ALIKE = [
    '{calm}send me a pic of your {cloth}', '{calm}send photos from the trip', '{calm}show me your {cloth}',
    '{calm}I want to see you with your {cloth}', '{calm}what are you wearing to the party', '{calm}are you a vegetarian',
    '{calm}do you play an instrument', '{calm}I am so hungry, talk later', '{calm}turn on your camera, the meeting starts',
    '{calm}I will give you {pay} for the concert ticket', '{calm}want to see {pet}', '{calm}I keep thinking about {film}',
    '{calm}come over {when}, my parents cook', '{calm}you have a nice {cloth}', '{calm}I stayed in bed all day with a cold',
    '{calm}the cat sits on my lap all day', '{calm}let me see what I can do', '{calm}prove it and send the screenshot of the score',
    '{calm}I sent you a pic of {pet}, did you get it', '{calm}how big is your new room', '{calm}I kissed {pet} goodbye',
    '{calm}do you sleep well in the new flat', '{calm}take a picture of {pet} for me', '{calm}I like your {cloth}, send me the shop',
    '{calm}my legs hurt after {game}', '{calm}have you ever been to the beach there', '{calm}the doctor looked at my chest, all fine',
    '{calm}mom bought me a new bra, it is the wrong size', '{calm}take your shirt to the cleaner {when}',
]
NOTHING = {k: 0 for k in ('threat', 'hate', 'insult', 'sexual', 'spam', 'sextortion', 'toxic')}
LISTS = (
    (THREAT, {'threat': 1, 'sexual': 0, 'spam': 0, 'hate': 0}),
    (THREAT_ALIKE, NOTHING),
    (SEXUAL, {'sexual': 1, 'threat': 0, 'spam': 0, 'hate': 0}),
    (SEXUAL_ALIKE, NOTHING),
)


def rows(count=500, seed=12):
    """[(text, labels)], at most `count` of each list."""
    r = random.Random(seed)
    out, seen = [], set()
    for shapes, labels in LISTS:
        kept = 0
        for turn in range(count * 4):
            text = shapes[turn % len(shapes)]
            for slot, words in SLOTS.items():
                while '{' + slot + '}' in text:
                    text = text.replace('{' + slot + '}', r.choice(words), 1)
            if r.random() < 0.3:
                text = text[0].upper() + text[1:]
            if r.random() < 0.3:
                text += r.choice(['.', '!', '!!', '...'])
            if text in seen or kept == count:
                continue
            seen.add(text)
            kept += 1
            out.append((text, labels))
    return out


APPOINTMENTS = [
    '{bye} {when2}', '{bye} at {place}', '{bye} at {place} {when2}', '{bye}', "{bye}, can't wait", 'ok {bye} then', '{bye} at {hour}', '{bye} around {hour} at {place}',
    "I'm outside {whose} {home}", "I'm in front of {whose} {home}, come down", 'we are waiting for you', 'we are waiting outside', 'waiting for you at {place}',
    'I am coming to {whose} {home} at {hour}', 'can I come over to {whose} {home} {when2}', 'I will be at {whose} {home} at {hour}', 'I know the way to {whose} {home}',
    "I'll get you {thing}", 'I will get you from {place} at {hour}', "I'll bring {thing} {when2}", 'I have {thing} for you', "I'll find you at {place}",
    'what are you doing {when2}', 'call me {when2}', 'talk {when2}', 'I pick up {who} at {place} {when2}', 'say hi to {who}', 'is {who} home', 'how is {who}',
    'come to {place} {when2}, {who} will be there', 'meet you at {place}', 'my {part2} hurts again', 'shall we go to {place} {when2}', 'remember {thing} {when2}',
    'you better bring {thing}', "don't forget {thing}", 'I will be there {when2}', 'are you at {place}', 'wait for me at {place}', 'let us go {when2}', 'good luck {when2}',
    'going to kill this {test}', 'this {test} is killing me', 'I nailed the {test}', 'watch the game {when2}', 'we beat them {when2}',
]
MORE = {
    'bye': ['see you', 'see ya', 'see u', 'cu', 'talk to you', "I'll see you", 'catch you', 'meet you', 'hope to see you', 'looking forward to seeing you'],
    'when2': ['tomorrow', 'tonight', 'later', 'soon', 'on monday', 'on sunday', 'after school', 'after work', 'in the morning', 'next week', 'at noon', 'in a bit'],
    'place': ['school', 'the station', 'the gym', 'work', 'the bus stop', 'the park', 'church', 'the cafe', 'the library', 'practice', 'the usual place', "grandma's"],
    'hour': ['seven', 'eight', '5', '6:30', 'ten past four', 'noon', 'half nine'],
    'whose': ['your', 'our', "Tom's", 'my', "your mum's", "Anna's"],
    'home': ['house', 'place', 'door', 'street', 'flat', 'school', 'office'],
    'thing': ['a ticket', 'some milk', 'the keys', 'a present', 'snacks', 'your jacket', 'the book', 'an umbrella', 'cake', 'a coffee', 'your charger'],
    'who': ['your brother', 'your sister', 'your mother', 'the dog', 'your dad', 'Sam', 'the kids', 'your friend', 'everybody'],
    'part2': ['knee', 'arm', 'back', 'tooth', 'foot'],
    'test': ['exam', 'homework', 'interview', 'presentation', 'workout', 'quiz'],
}


def appointments():
    """3,000 lines of appointments and farewells, harmless, by a fixed seed; for settle.py."""
    draw = random.Random(7)
    lines = set()
    while len(lines) < 3000:
        line = draw.choice(APPOINTMENTS)
        while '{' in line:
            start, end = line.index('{'), line.index('}')
            line = line[:start] + draw.choice(MORE[line[start + 1 : end]]) + line[end + 1 :]
        if draw.random() < 0.3:
            line = line[0].upper() + line[1:] + draw.choice(['', '!', '.', ' :)'])
        lines.add(line)
    return sorted(lines)
