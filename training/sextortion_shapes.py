"""Hand-written shapes for the head `sextortion`: no open labelled set of such messages exists.

What sextortion looks like to the person who receives it: somebody holds or claims to hold something private, names people who would
see it, and wants money, more pictures or obedience by a time. The sentences are mild and name nothing explicit. Each list of pressure
has a list of look-alikes of the same length in words (money, pictures, deadlines and showing things, without the pressure). They were
written from the descriptions in guidance of helplines, not from messages of anybody, and not from any evaluation set. Rows of one
shape stay in one split. No accuracy is claimed for this head.
"""
import random

SLOTS = {
    'sum': ['200', '$300', '50 euros', '500', '£150', 'the money', '1000 dollars', 'a gift card', 'two gift cards', '80 in bitcoin'],
    'when': ['by tonight', 'in one hour', 'before 8 pm', 'by tomorrow', 'right now', 'in 30 minutes', 'before midnight', 'today'],
    'them': ['your parents', 'your friends', 'everyone at school', 'your followers', 'your whole class', 'your mom', 'your contacts',
             'your family', 'your boss', 'all your friends', 'your girlfriend', 'your boyfriend', 'your teachers'],
    'it': ['the pictures', 'your photos', 'the video', 'what you sent me', 'the screenshots', 'our chat', 'that video of you',
           'the recording', 'your pics', 'those photos'],
    'more': ['more pictures', 'another video', 'one more photo', 'more pics', 'a new video', 'three more photos'],
    'hey': ['', '', '', 'listen, ', 'ok so ', 'hey. ', 'last chance. ', 'don\'t ignore me. ', 'so '],
    'calm': ['', '', '', 'hi, ', 'hey! ', 'ok so ', 'btw ', 'oh and '],
    'thing': ['the tickets', 'the pizza', 'the trip', 'the present', 'the bus', 'dinner', 'the hotel', 'the deposit'],
    'nice': ['the garden', 'the new puppy', 'our holiday', 'the cake', 'the team', 'the concert', 'the baby', 'the beach', 'your painting'],
}

PRESSURE = [
    '{hey}pay {sum} {when} or I send {it} to {them}',
    '{hey}send {sum} or {them} will see {it}',
    '{hey}if you don\'t pay me {when} I will post {it} everywhere',
    '{hey}I have {it} and a list of {them}. You know what to do',
    '{hey}send me {more} or I share {it} with {them}',
    '{hey}if you block me {them} get {it}',
    '{hey}you have until {when} to send {sum}. after that {them} will know',
    '{hey}do what I say and nobody will see {it}',
    '{hey}I saved {it}. it costs you {sum} to make me delete everything',
    '{hey}want me to delete {it}? send {more} {when}',
    '{hey}think about what {them} will say when they see {it}',
    '{hey}I recorded everything. {sum} or it goes to {them}',
    '{hey}tell anyone and I upload {it} {when}',
    '{hey}I am sending {it} to {them} one by one until you pay',
    '{hey}your life is over if {them} see {it}, so send {sum}',
    '{hey}no money no problem, I just show {them} {it}',
    '{hey}I found {them} online. shall I show them {it} or will you send {more}',
    '{hey}{sum} {when}. otherwise {it} will be all over the internet',
    '{hey}you have no choice, send {more} or everyone finds out what you did',
    '{hey}I will ruin you. pay {sum} or I leak {it}',
    '{hey}already typing the message to {them}. pay and I stop',
    '{hey}that was not enough, I need {sum} more or {it} goes out {when}',
]
ALIKE = [
    '{calm}can you pay me back {sum} for {thing} {when}',
    '{calm}I sent {it} to your email so you can print them',
    '{calm}if you don\'t pay for {thing} {when} they cancel the booking',
    '{calm}I have the pictures of {nice}, do you want them',
    '{calm}send me more pictures of {nice} please',
    '{calm}can I show your parents the pictures of {nice}',
    '{calm}please send {sum} for {thing} when you can, no rush',
    '{calm}I will post the photos of {nice} {when}',
    '{calm}I deleted the pictures of {nice} by mistake, can you send them again',
    '{calm}shall I share the video of {nice} with your friends or only with you',
    '{calm}your mom wants to see the pictures of {nice}',
    '{calm}I recorded {nice}, the video is so good',
    '{calm}don\'t tell anyone yet but we booked {thing} for her birthday',
    '{calm}we need {sum} from everyone for {thing} {when}',
    '{calm}everyone at school loved the photos of {nice}',
    '{calm}can you send {sum}? I left my card at home',
    '{calm}I can\'t find you online, what is your name there so I can show you {nice}',
    '{calm}the shop wants {sum} {when} or they give away {thing}',
    '{calm}you have no choice, you are coming to see {nice}',
    '{calm}pay {sum} to the teacher {when}, it is for {thing}',
    '{calm}already told your family about {thing}, they are so happy',
    '{calm}that was not enough for {thing}, we need {sum} more',
]


def rows(count=1600, seed=11):
    """[(text, labels, shape)]; shape numbers are shared by a list of pressure and its look-alike."""
    r = random.Random(seed)
    out, seen = [], set()
    for _ in range(count * 4):
        if len(out) >= count:
            break
        number = r.randrange(len(PRESSURE))
        yes = r.random() < 0.5
        text = (PRESSURE if yes else ALIKE)[number]
        for slot, words in SLOTS.items():
            while '{' + slot + '}' in text:
                text = text.replace('{' + slot + '}', r.choice(words), 1)
        if r.random() < 0.3:
            text = text[0].upper() + text[1:]
        if r.random() < 0.3:
            text += r.choice(['.', '!', '!!', '...'])
        if text in seen:
            continue
        seen.add(text)
        labels = {'sextortion': 1} if yes else {k: 0 for k in ('sextortion', 'threat', 'hate', 'insult', 'sexual', 'spam', 'toxic')}
        out.append((text, labels, number))
    return out
