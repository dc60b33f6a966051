"""Common given names, as evidence that a column holds people where its header does not say so.

“Desk Lamp” and “Jane Doe” are two words with capitals each; only knowing some names tells them
apart. The list need not be whole: a third of a column is enough.
"""

from __future__ import annotations

_NAMES = (
    # English
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward "
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin "
    "scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry "
    "tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold "
    "keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan "
    "bryan joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph randy "
    "eugene vincent russell elijah louis bobby philip johnny mary patricia jennifer linda "
    "elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley "
    "kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca "
    "sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen "
    "samantha katherine christine debra rachel carolyn janet catherine maria heather diane "
    "ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith "
    "megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances "
    "kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn "
    "danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis "
    "lori jane bob tom jim mike dan steve chris alex sam ben nick tony matt dave greg ken ron "
    "simon ian neil graham nigel colin claire emma lucy chloe sophie jo kate liam oliver harry "
    "leo max oscar ada grace mia ella ava lily ruby zoe owen luke "
    # German, Dutch, Nordic
    "hans peter wolfgang klaus jurgen dieter manfred uwe gunter horst bernd werner heinz "
    "helmut gerhard stefan andreas markus matthias frank jan jens sven torsten thorsten ralf "
    "rolf holger dirk lars kai tim tobias florian sebastian philipp felix lukas jonas fabian "
    "dominik marcel ursula monika petra sabine renate helga karin brigitte ingrid erika "
    "andrea claudia susanne gabriele angelika heike anja katrin kathrin birgit silke ute "
    "martina nadine sandra jana julia lena lea anke antje walter karl otto fritz kurt heinrich "
    "johannes jakob joachim rainer reiner heiko jorg carsten karsten bjorn erik henrik nils "
    "pieter johan willem kees henk marieke sanne femke anouk bart daan bram wim jeroen sofie "
    "ole lars kjell anders mats gunnar ingrid astrid freja magnus emil elin jutta grete moritz "
    # French
    "jean pierre michel andre philippe alain bernard jacques francois daniel patrick nicolas "
    "christophe laurent frederic julien sylvie nathalie isabelle catherine martine francoise "
    "christine monique valerie sandrine veronique sophie celine aurelie camille chantal "
    "thierry olivier pascal eric stephane sebastien guillaume antoine vincent emmanuel hugo "
    "lucas theo mathieu maxime romain claude gerard yves luc rene marc didier herve benoit "
    "manon lea chloe emilie audrey elodie brigitte jacqueline jeanne louise margaux anais "
    # Spanish and Portuguese
    "antonio manuel francisco javier carlos miguel alejandro pablo pedro luis sergio fernando "
    "jorge alberto alvaro diego adrian raul ivan ruben enrique ramon vicente andres joaquin "
    "santiago eduardo victor roberto jaime mario ignacio ricardo rafael marcos oscar guillermo "
    "carmen josefa isabel dolores pilar teresa ana laura cristina marta mercedes lucia elena "
    "rosa raquel sara paula concepcion beatriz silvia patricia nuria rocio montserrat juana "
    "joao paulo fernando marcelo bruno rodrigo gustavo thiago tiago leonardo felipe lucas "
    "mateus vinicius leandro anderson edson jose sebastiao raimundo geraldo wilson luiz "
    "francisca adriana juliana marcia fernanda aline camila amanda bruna jessica leticia "
    "luciana vanessa mariana gabriela daniela renata vera aparecida eliane simone regina "
    "celia marcio abraao abigail nuno rui helena ines catarina joana tania "
    # Italian, Polish, and others met in companies
    "giuseppe giovanni antonio francesco luca marco alessandro andrea matteo paolo roberto "
    "chiara giulia francesca federica elisa valentina giorgia anna piotr krzysztof andrzej "
    "tomasz pawel jan marcin lukasz katarzyna malgorzata agnieszka barbara ewa magdalena "
    "mohammed muhammad mohamed ahmed ali omar hassan ibrahim khalid fatima aisha amina yusuf "
    "priya rahul amit sanjay rajesh suresh ravi anil vijay anita sunita pooja neha kavita "
    "arjun aarav diya vikram deepak wei li ming hui chen jing yan hiroshi takashi kenji yuki "
    "satoshi akira yoko keiko naoko minh nguyen kim park sung ivan sergei dmitri olga elena "
    "natalia tatiana svetlana mehmet mustafa ayse fatma can elif yildiz kofi kwame amara"
)
GIVEN_NAMES = frozenset(_NAMES.split())
